using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DuffBeer.Bench.ApiLoad;
using DuffBeer.Bench.Why;
using DuffBeer.PagesBench;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;

// Opens every page of a home in the machine's Chromium, and writes the browser's own metrics.
// With --shots FOLDER it only takes a picture of each page, wide and on a phone, light and dark.
// With --home HOME --fault FILE it makes one line of the file wrong, and finds it by three clicks; the home keeps the wrong line.
// With --pictures docs/images it only takes the pictures of the README and the guide.
var options = Options.Read(args);
var fault = options is { Home: { } spoiled, Fault: { } file } ? await WrongLine.PlantAsync(spoiled, file) : null;
using var server = options.Home is { } home ? await ServerProcess.OverAsync(home) : await ServerProcess.StartAsync(options.Rows);
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Find(), Args = ["--no-sandbox"] });
if (fault is null && options.Shots is { } folder)
{
    await new Shots(browser, server.Address, folder).TakeAsync();
    return 0;
}

if (options.Pictures is { } pictures)
{
    await new Pictures(browser, server.Address, pictures).TakeAsync();
    return 0;
}

if (fault is not null)
{
    var found = await new FaultHunt(browser, server.Address, options.Shots ?? Path.GetTempPath()).FindAsync(fault);
    Console.Write(found);
    if (options.Out is not null)
        await File.WriteAllTextAsync(options.Out, found);
    return 0;
}

var pages = new PageTimes(browser, server.Address);
var text = new StringBuilder();
text.AppendLine("# Pages in a browser").AppendLine();
text.AppendLine(
    CultureInfo.InvariantCulture,
    $"Server and browser share one machine: {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}, Chromium {browser.Version}, {DateTime.UtcNow:yyyy-MM-dd}.");
text.AppendLine(
    CultureInfo.InvariantCulture,
    $"Written by `dotnet run --project bench/Pages -c Release`. {await pages.HistoryAsync()}").AppendLine();
text.AppendLine("Medians of three visits, each with an empty browser cache; bytes are compressed, as transferred. Later pages are opened");
text.AppendLine("by a link from the first. CLS is the browser's cumulative layout shift.").AppendLine();
text.AppendLine("| page | first tile ms | whole page ms | first visit KB | as a later page KB | CLS |");
text.AppendLine("|---|--:|--:|--:|--:|--:|");
foreach (var name in await pages.NamesAsync())
    text.AppendLine(await pages.RowAsync(name));
text.AppendLine().AppendLine(await pages.FiltersAsync());
Console.Write(text);
if (options.Out is not null)
    await File.WriteAllTextAsync(options.Out, text.ToString());
return 0;

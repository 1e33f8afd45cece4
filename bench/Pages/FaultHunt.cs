using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DuffBeer.Bench.Why;
using Microsoft.Playwright;

namespace DuffBeer.PagesBench;

/// <summary>Finds one wrong line among all orders of a home, as a reader does: by three clicks from a wrong figure.</summary>
/// <param name="pictures">Folder for a picture after each click.</param>
sealed class FaultHunt(IBrowser browser, string address, string pictures)
{
    readonly List<(string Step, double Milliseconds)> _steps = [];

    /// <exception cref="InvalidOperationException">The line was not found.</exception>
    public async Task<string> FindAsync(WrongLine line)
    {
        Directory.CreateDirectory(pictures);
        await using var context = await browser.NewContextAsync(
            new() { ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 1000 } });
        var page = await context.NewPageAsync();
        await StepAsync(page, "the page of clients is opened: the first one sold far too much", () =>
            page.GotoAsync($"{address}/dashboards/duff-clients"));
        await StepAsync(page, "click on that client", () =>
            Tile(page, "clients").Locator("tbody").GetByRole(AriaRole.Link).First.ClickAsync());
        var orders = Tile(page, "orders-of-this-client");
        await StepAsync(page, "click on the head of the value of its orders: the largest comes first", () =>
            orders.Locator("thead").GetByRole(AriaRole.Button, new() { NameRegex = new("^(Total price|Value)") }).First.ClickAsync());
        var found = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Row).Filter(new() { HasText = WrongLine.Price })
            .Filter(new() { HasText = line.Number.ToString("N0", CultureInfo.InvariantCulture) });
        await StepAsync(page, "click on Why? of that order: the line of the file", async () =>
        {
            await orders.Locator("tbody").GetByRole(AriaRole.Button, new() { NameRegex = new("^Why") }).First.ClickAsync();
            await found.First.WaitForAsync();
        });
        if (!(await found.First.InnerTextAsync()).Contains(line.Text, StringComparison.Ordinal))
            throw new InvalidOperationException($"The wrong line is not shown as it is: {await found.First.InnerTextAsync()}");
        return await TextAsync(line);
    }

    static ILocator Tile(IPage page, string id) => page.Locator($"[data-tile='{id}']");

    /// <summary>Waits until every tile shows what it should.</summary>
    async Task StepAsync(IPage page, string step, Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        await page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(page.Locator("main[aria-busy], main [aria-busy]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        _steps.Add((step, watch.Elapsed.TotalMilliseconds));
        var picture = string.Create(CultureInfo.InvariantCulture, $"fault-{_steps.Count}.png");
        await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, picture) });
    }

    async Task<string> TextAsync(WrongLine line)
    {
        using var http = new HttpClient();
        var datasets = JsonDocument.Parse(await http.GetStringAsync($"{address}/api/datasets")).RootElement.GetProperty("datasets");
        var rows = datasets.EnumerateArray().Single(dataset => dataset.GetProperty("name").GetString() == "duff_orders")
            .GetProperty("rows").GetInt64();
        var text = new StringBuilder();
        text.AppendLine("# One wrong line found in a browser").AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Written by `dotnet run --project bench/Pages -c Release -- --home HOME --fault FILE`, {DateTime.UtcNow:yyyy-MM-dd}, "
                + $"{Environment.ProcessorCount} processors for");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"server and browser, Chromium {browser.Version}. One of {rows:N0} lines has the price {WrongLine.Price}: line");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{line.Number:N0} of `{Path.GetFileName(line.File)}`. Three clicks show it. Each time is from the click to the last tile.");
        text.AppendLine().AppendLine("| step | ms |").AppendLine("|---|--:|");
        foreach (var (step, milliseconds) in _steps)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {step} | {milliseconds:0} |");
        return text.ToString();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>A home whose files are merged shows what it showed: reports, older snapshots, the lines of figures, sample rows.</summary>
public sealed class MergedHomeTests : IDisposable
{
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status\n";

    readonly Home _home = new() { Definitions = DomainDefinitions.Of("duff", ["sales-by-product"]) };

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Figures_older_snapshots_and_lines_are_the_same_after_a_merge()
    {
        var runs = new List<string>();
        for (var file = 0; file < 5; file++)
            runs.Add((await IngestAsync(file, units: 2 + file)).Record.Id);
        await _home.RefreshAsync();
        await IngestAsync(0, units: 1);
        await _home.RefreshAsync();
        var snapshots = await new Snapshots(_home.Lake).IdsAsync(default).ToListAsync();
        string[] oldest = ["--snapshot", snapshots[^1]];
        var before = await ShownAsync(oldest);

        var dry = await CallAsync("maintain", "--dry-run");
        var done = await CallAsync("maintain");

        Assert.Contains("duff_orders: 5 files of 5 runs, 0.0 MB, into 1", dry, StringComparison.Ordinal);
        Assert.Contains("5 files of 5 runs merged into 1, 0.0 MB.", done, StringComparison.Ordinal);
        Assert.All(await _home.PublishedAsync(), run => Assert.NotNull(run.Pack));
        Assert.Equal(before, await ShownAsync(oldest));
        // No model is out of date, and a build of the merged file gives the same.
        Assert.Empty((await _home.RefreshAsync()).Built);
        await _home.AskAsync(workspace => workspace.RefreshAsync(
            new(["stg_duff_order_rows"], new Dictionary<string, string>()), new Progress<BuiltModel>(), default));
        Assert.StartsWith(await ReportAsync(), before, StringComparison.Ordinal);

        await CallAsync("retire", runs[3]);
        Assert.Equal(4, (await _home.PublishedAsync()).Count(run => run.Pack is not null));
        // The old files are gone; the snapshots that stay are made of the new ones.
        await _home.CallAsync(Home.Now.AddDays(400), "maintain");
        await CallAsync("replay", runs[1]);
        Assert.Equal("14", await UnitsAsync());
        Assert.Equal(3, (await _home.PublishedAsync()).Count(run => run.Pack is not null));
        Assert.Contains(",102,Duff Classic,2.50,4,", await WhyAsync(), StringComparison.Ordinal);
    }

    Task<EndedRun> IngestAsync(int file, int units) => _home.IngestAsync(
        string.Create(CultureInfo.InvariantCulture, $"{file}.csv"),
        Header + string.Create(
            CultureInfo.InvariantCulture, $"1001,Moe's Tavern,{5000 + file},102,Duff Classic,2.50,{units},0.33,Retail,created\n"));

    /// <summary>What readers see of the newest snapshot and of an older one, with a proof of a figure and the newest file's rows.</summary>
    async Task<string> ShownAsync(string[] older)
    {
        var sample = "";
        await _home.ServeAsync(async client => sample = await client.GetStringAsync("/api/datasets/duff_orders/sample"));
        var (report, old) = (await ReportAsync(), await ReportAsync(older));
        // The first file has changed since, so a figure of before cannot be proved.
        return string.Join('\n', report, old, await WhyAsync("--prove"), await WhyAsync(older), sample);
    }

    Task<string> ReportAsync(params string[] more) => CallAsync(["report", "sales-by-product", "--format", "csv", .. more]);

    async Task<string> UnitsAsync() =>
        Convert.ToString((await _home.ReportAsync("sales-by-product")).Rows[0][3], CultureInfo.InvariantCulture)!;

    async Task<string> WhyAsync(params string[] more)
    {
        var answer = JsonNode.Parse(await CallAsync(["why", "sales-by-product", "product_id=102", "units", "--json", .. more]))!;
        Assert.True(answer["proof"] is not { } proof || proof["holds"]!.GetValue<bool>());
        return answer["lines"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    async Task<string> CallAsync(params string[] arguments)
    {
        var call = await _home.CallAsync(arguments);
        Assert.True(call.Code == 0, call.Error);
        return call.Out;
    }
}

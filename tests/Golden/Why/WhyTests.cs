using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>From a figure of a report down to the lines of the files.</summary>
public sealed class WhyTests : IDisposable
{
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,point_of_sale_channel,status";

    readonly Home _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_figure_leads_to_the_lines_of_the_files()
    {
        await IngestAsync(
            ("first.csv", [
                "1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created",
                "1002,Kwik-E-Mart,5679,103,Duff Lite,2.00,12,0.5,B2B,delivered",
                "1005,\"Moe's\nTavern\",5682,102,Duff Classic,2.50,6,0.33,B2B,delivered",
                "1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created",
                "1003,Krusty Burger,5690,102,Duff Classic,2.50,2,0.33,B2B,created"]),
            ("second.csv", ["1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,broken"]));

        var found = await WhyAsync("sales-by-product", new() { ["product_id"] = "102" }, "gross_sales", prove: true);

        Assert.Equal(
            ["duff_daily_sales 3", "fact_orders 3", "stg_duff_orders 3", "stg_duff_order_rows 5", "duff_orders 5"],
            found.Why.Levels.Select(level => $"{level.Name} {level.Count}"));
        Assert.Equal(
            [
                "first.csv 2 superseded by second.csv 2: 1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created",
                "first.csv 4 kept: 1005,\"Moe's\nTavern\",5682,102,Duff Classic,2.50,6,0.33,B2B,delivered",
                "first.csv 6 duplicate by first.csv 2: 1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created",
                "first.csv 7 kept: 1003,Krusty Burger,5690,102,Duff Classic,2.50,2,0.33,B2B,created",
                "second.csv 2 kept: 1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,broken",
            ],
            found.Why.Lines.Select(line =>
                $"{Path.GetFileName(line.Key)} {line.LineNumber} {line.Fate}"
                + (line.Other is { } other ? $" by {Path.GetFileName(other.Key)} {other.LineNumber}" : "") + $": {line.Raw}"));
        Assert.Equal(5, found.Why.TotalLines);
        Assert.True(found.Proof!.Holds, string.Join(", ", found.Proof.Cells.Where(cell => !cell.Holds)));
        Assert.Equal(["share", "rank"], found.Proof.Cells.Where(cell => cell.IsWhole).Select(cell => cell.Column));
    }

    async Task IngestAsync(params (string Name, string[] Lines)[] files)
    {
        foreach (var (name, lines) in files)
            await _home.IngestAsync(name, string.Join('\n', lines.Prepend(Header)) + "\n");
        await _home.RefreshAsync();
    }

    Task<WhyFound> WhyAsync(string report, Dictionary<string, string> row, string? column = null, bool prove = false, int limit = 100) =>
        _home.AskAsync(async workspace => (await workspace.WhyAsync(new(report, []), new(row, column, limit, null, prove), default))!);
}

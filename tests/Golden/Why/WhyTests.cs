using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>From a figure of a report down to the lines of the files.</summary>
public sealed class WhyTests : IDisposable
{
    const string Header =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
        + "point_of_sale_channel,status";

    static readonly DefinitionFolder s_definitions = DomainDefinitions.Of("duff", ["sales-by-product", "status-flow"]);

    readonly Home _home = new() { Definitions = s_definitions };

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

    [Fact]
    public async Task A_zero_is_proved_by_having_no_lines()
    {
        await IngestAsync(("first.csv", ["1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created"]));

        var found = await WhyAsync(
            "status-flow", new() { ["period_start"] = "2026-01-26", ["channel"] = "All", ["status"] = "broken" }, "orders", prove: true);

        Assert.Equal(0, found.Why.TotalLines);
        Assert.True(found.Proof!.Holds, string.Join(", ", found.Proof.Cells.Where(cell => !cell.Holds)));
        Assert.Equal(
            ["orders 0 0", "units 0 0", "value 0.00 0.00"],
            found.Proof.Cells.Where(cell => cell is { IsWhole: false, Column: "orders" or "units" or "value" })
                .Select(cell => $"{cell.Column} {cell.Shown} {cell.Computed}"));
    }

    [Fact]
    public async Task Hidden_columns_are_masked_in_the_lines()
    {
        const string card = "4111111111111111";
        using var home = new Home { Definitions = DomainDefinitions.Of("restaurant", ["location-performance"]) };
        await home.IngestAsync("order_items", "items.csv", Csv.Bytes(
            "APP_NAME,RESTAURANT_ID,CREATION_TIME_UTC,ORDER_ID,USER_ID,PRINTED_CARD_NUMBER,IS_LOYALTY,CURRENCY,LINEITEM_ID,ITEM_CATEGORY,"
            + "ITEM_NAME,ITEM_PRICE,ITEM_QUANTITY\n"
            + $"Moe,63bc98a7519adc105105aaaa,2025-03-08T11:03:32.223Z,64086b8463905bf31000aaaa,63ee144950286a836704aaaa,{card},FALSE,USD,"
            + $"64086b84d5fbd8718a07aaaa,Breakfast,Bagel,5.99,1\n"));
        await home.RefreshAsync();

        var (code, shown, error) = await home.CallAsync(
            "why", "location-performance", "restaurant_id=63bc98a7519adc105105aaaa", "--json");

        Assert.True(code == 0, error);
        Assert.DoesNotContain(card, shown, StringComparison.Ordinal);
        Assert.Contains($"{Core.Contracts.Sensitive.Mask},FALSE,USD", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_replaced_by_its_rows_in_the_lake()
    {
        await IngestAsync(("first.csv", ["1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created"]));
        File.Delete(_home.Write("first.csv", "changed"u8));

        var found = await WhyAsync("sales-by-product", new() { ["product_id"] = "102" }, "orders");

        var line = Assert.Single(found.Why.Lines);
        Assert.Null(line.Raw);
        Assert.StartsWith("The file is gone", line.Gone, StringComparison.Ordinal);
        Assert.Equal("Moe's Tavern", line.Cells!["client_name"]);
    }

    [Fact]
    public async Task A_snapshot_of_before_is_explained_by_the_rows_that_it_shows()
    {
        await IngestAsync(
            ("first.csv", ["1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created"]),
            ("second.csv", ["1002,Kwik-E-Mart,5679,102,Duff Classic,2.50,12,0.5,B2B,delivered"]));
        var before = (await _home.AskAsync(workspace => workspace.SnapshotsAsync(1, default))).Snapshots[0].Id;
        await IngestAsync(("first.csv", ["1001,Moe's Tavern,5678,102,Duff Classic,2.50,7,0.33,Retail,created"]));

        var old = await WhyAsync(
            _home, "sales-by-product", new() { ["product_id"] = "102" }, "units", parameters: [new("snapshot", before)]);
        var shown = await WhyAsync(_home, "sales-by-product", new() { ["product_id"] = "102" }, "units");

        Assert.Equal(
            ["first.csv gone 6", "second.csv 1002,Kwik-E-Mart,5679,102,Duff Classic,2.50,12,0.5,B2B,delivered"],
            old.Why.Lines.Select(line => $"{Path.GetFileName(line.Key)} {line.Raw ?? $"gone {line.Cells!["product_ccf"]}"}"));
        Assert.StartsWith("The file is gone", old.Why.Lines[0].Gone, StringComparison.Ordinal);
        Assert.All(shown.Why.Lines, line => Assert.NotNull(line.Raw));
    }

    [Fact]
    public async Task A_report_that_is_not_covered_and_a_row_that_is_not_there_are_clear_problems()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(s_definitions.Path, "*", SearchOption.AllDirectories))
            folder.Write(Path.GetRelativePath(s_definitions.Path, file), await File.ReadAllTextAsync(file));
        var report = folder["reports/status-flow.sql"];
        var text = await File.ReadAllTextAsync(report);
        var from = text.IndexOf("-- from:", StringComparison.Ordinal);
        await File.WriteAllTextAsync(report, text.Remove(from, text.IndexOf("-- columns:", StringComparison.Ordinal) - from));
        using var home = new Home { Definitions = new(folder.Path) };
        await home.IngestAsync("first.csv", $"{Header}\n1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created\n");
        await home.RefreshAsync();

        var uncovered = await Assert.ThrowsAsync<TerminalException>(() => WhyAsync(home, "status-flow", []));
        var absent = await Assert.ThrowsAsync<TerminalException>(
            () => WhyAsync(home, "sales-by-product", new() { ["product_id"] = "9" }));

        Assert.Equal((ProblemCode.NotFound, ProblemCode.NotFound), (uncovered.Code, absent.Code));
        Assert.Contains("does not say which rows its figures come from", uncovered.Message, StringComparison.Ordinal);
        Assert.Contains("product_id = 9", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_lines_continue_without_a_gap_and_count_all()
    {
        var lines = Enumerable.Range(1, 25).Select(order => $"1001,Moe,{order},102,Duff,2.50,6,0.33,Retail,created").ToArray();
        await IngestAsync(("first.csv", lines));
        var (numbers, next) = (new List<long?>(), (string?)null);
        do
        {
            var page = await WhyAsync("sales-by-product", new() { ["product_id"] = "102" }, "orders", limit: 10, next: next);
            Assert.Equal(25, page.Why.TotalLines);
            numbers.AddRange(page.Why.Lines.Select(line => line.LineNumber));
            next = page.Why.Next;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(2, 25).Select(number => (long?)number), numbers);
    }

    async Task IngestAsync(params (string Name, string[] Lines)[] files)
    {
        foreach (var (name, lines) in files)
            await _home.IngestAsync(name, string.Join('\n', lines.Prepend(Header)) + "\n");
        await _home.RefreshAsync();
    }

    Task<WhyFound> WhyAsync(
        string report, Dictionary<string, string> row, string? column = null, bool prove = false, int limit = 100, string? next = null) =>
        WhyAsync(_home, report, row, column, prove, limit, next);

    static Task<WhyFound> WhyAsync(
        Home home, string report, Dictionary<string, string> row, string? column = null, bool prove = false, int limit = 100,
        string? next = null, params KeyValuePair<string, string>[] parameters) =>
        home.AskAsync(
            async workspace => (await workspace.WhyAsync(new(report, parameters), new(row, column, limit, next, prove), default))!);
}

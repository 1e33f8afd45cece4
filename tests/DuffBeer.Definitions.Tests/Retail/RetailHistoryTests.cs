using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Retail;

/// <summary>Order lines that are sent again, and tied regions.</summary>
public sealed class RetailHistoryTests
{
    static readonly LineRow s_line = new("O1", "P1", "2024-01-01");

    [Fact]
    public async Task A_repeated_line_with_other_values_is_a_correction()
    {
        using var models = await OfFilesAsync([s_line, s_line with { Product = "P2" }], [s_line with { Quantity = 3 }]);

        Assert.Equal(["P1 3 600.000000", "P2 1 200.000000"], await models.RowsAsync("fact_retail_lines", "product_id, quantity, sales"));
        Assert.Equal(["run-1 2 1 1 0 0", "run-2 1 1 0 0 0"], await LedgerAsync(models));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task An_exact_repeat_is_a_duplicate_even_if_cells_are_empty()
    {
        var line = s_line with { ShipMode = null, Region = null };
        using var models = await OfFilesAsync([line, line], [line]);

        Assert.Equal(["1 200.000000"], await models.RowsAsync("fact_retail_lines", "COUNT(*), SUM(sales)"));
        Assert.Equal(["run-1 2 1 0 1 0", "run-2 1 0 0 1 0"], await LedgerAsync(models));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_cell_that_is_filled_in_later_is_a_correction()
    {
        using var models = await OfFilesAsync([s_line with { ShipMode = null }], [s_line]);

        Assert.Equal(["Standard Class"], await models.RowsAsync("category_ship_mode", "ship_mode"));
        Assert.Equal(["run-1 1 0 1 0 0", "run-2 1 1 0 0 0"], await LedgerAsync(models));
    }

    [Fact]
    public async Task Regions_of_equal_profit_share_the_first_rank_and_are_flagged()
    {
        using var models = await OfFilesAsync([s_line, s_line with { Order = "O2", Region = "East" }]);

        Assert.Equal(
            ["East 1 true", "West 1 true"], await models.ReportRowsAsync("most-profitable-region", "region, rank, is_tie", ("n", "1")));
    }

    [Fact]
    public async Task Without_runs_models_are_empty_and_audits_pass()
    {
        using var models = await OfFilesAsync();

        Assert.Empty(await models.RowsAsync("region_profit", "region"));
        Assert.Equal(["null"], await models.RowsAsync("retail_as_of", "as_of"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task The_operator_may_set_the_date_that_figures_are_as_of()
    {
        using var models = await BuiltModels.OfFilesAsync("retail", new Dictionary<string, string> { ["as_of"] = "2024-02-29" }, [s_line]);

        Assert.Equal(["2024-02-29"], await models.RowsAsync("retail_as_of", "as_of"));
        Assert.Equal("2024-02-29", (await models.ReportAsync("segment-sales")).GetProperty("asOf").GetString());
    }

    static Task<BuiltModels> OfFilesAsync(params LineRow[][] files) => BuiltModels.OfFilesAsync("retail", files);

    static Task<string[]> LedgerAsync(BuiltModels models) =>
        models.RowsAsync("stg_retail_ledger", "run_id, accepted, kept, superseded, duplicates, filtered");
}

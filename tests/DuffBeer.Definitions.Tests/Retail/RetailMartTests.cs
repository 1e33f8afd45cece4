using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Retail;

/// <summary>Every mart of the domain over seven lines.</summary>
public sealed class RetailMartTests(RetailSample sample) : IClassFixture<RetailSample>
{
    readonly BuiltModels _models = sample.Models;

    [Fact]
    public async Task All_audits_pass() => Assert.Empty(await _models.FailedAuditsAsync());

    [Fact]
    public async Task Figures_are_as_of_the_latest_order() =>
        Assert.Equal(["2024-03-01"], await _models.RowsAsync("retail_as_of", "as_of"));

    [Fact]
    public async Task A_line_earns_its_sale_price_less_cost_times_units() =>
        Assert.Equal(
            [
                "O1 P1 200.000000 200.000000 100.00 100.000000 0.5 false", "O1 P2 80.000000 160.000000 180.00 -20.000000 -0.125 true",
                "O3 P3 0.000000 0.000000 10.00 -10.000000 null true", "O4 P4 0.000000 0.000000 0.00 0.000000 null false",
                "O5 P5 2.900300 8.700900 3.00 5.700900 0.6552 false",
            ],
            await _models.RowsAsync(
                "order_profit",
                "order_id, product_id, sale_price, sales, cost, profit, ROUND(margin, 4), is_loss",
                "order_id NOT IN ('O2', 'O6')"));

    [Fact]
    public async Task Regions_are_ranked_by_exact_profit_and_lines_without_one_are_not_lost() =>
        Assert.Equal(
            [
                "East 2 2 3 180.000000 110.00 70.000000 2 false",
                "South 1 1 1 0.000000 0.00 0.000000 3 true",
                "Unknown 1 1 1 10.000000 10.00 0.000000 3 true",
                "West 3 2 6 368.700900 283.00 85.700900 1 false",
            ],
            await _models.RowsAsync("region_profit", "region, order_lines, orders, units, sales, cost, profit, rank, is_tie"));

    [Fact]
    public async Task Margins_and_shares_of_nothing_are_null() =>
        Assert.Equal(["East 0.3889 0.4496 0.3222", "South null 0 0", "Unknown 0 0 0.0179", "West 0.2324 0.5504 0.6599"],
            await _models.RowsAsync("region_profit", "region, ROUND(margin, 4), ROUND(share, 4), ROUND(sales_share, 4)"));

    [Fact]
    public async Task Tied_ship_modes_both_win_and_an_unknown_one_never_does() =>
        Assert.Equal(
            [
                "Furniture Second Class true 1 1 0.3333 true true", "Furniture Standard Class true 2 1 0.3333 true true",
                "Furniture Unknown false 1 1 0.3333 false false",
                "Office Supplies First Class true 1 1 1 true false", "Technology First Class true 1 1 0.5 true false",
                "Technology Unknown false 1 1 0.5 false false",
            ],
            await _models.RowsAsync(
                "category_ship_mode", "category, ship_mode, is_known, order_lines, orders, ROUND(share, 4), is_most_common, is_tie"));

    [Fact]
    public async Task An_order_with_two_sub_categories_counts_once_in_its_category() =>
        Assert.Equal(
            ["Furniture Chairs 3 3 3 4 1", "Furniture Tables 1 1 3 2 3", "Office Supplies Paper 1 1 1 3 3", "Technology Phones 2 2 2 2 2"],
            await _models.RowsAsync("category_orders", "category, sub_category, order_lines, orders, category_orders, units, rank"));

    // January follows December across the year's border; March has a February with sales of zero before it; December a month without
    // orders.
    [Fact]
    public async Task Months_are_compared_with_the_calendar_month_and_the_year_before() =>
        Assert.Equal(
            [
                "2023-01-01 1 8.700900 null null", "2023-12-01 1 360.000000 null null", "2024-01-01 2 180.000000 -0.5 19.6875",
                "2024-02-01 1 0.000000 -1 null", "2024-03-01 1 10.000000 null null",
            ],
            await _models.RowsAsync("monthly_sales", "month, orders, sales, sales_change, ROUND(sales_change_year, 4)"));

    [Fact]
    public async Task Loss_makers_have_their_break_even_discount() =>
        Assert.Equal(
            [
                "product Chairs P3 -10.000000 null null true 2",
                "product Tables P2 -20.000000 0.2 0.1 false 1",
                "sub_category Tables null -20.000000 0.2 0.1 false 1",
            ],
            await _models.RowsAsync(
                "loss_makers", "level, sub_category, product_id, profit, discount, break_even_discount, loses_at_list_price, rank"));

    [Fact]
    public async Task Segments_have_their_sales_by_distinct_order() =>
        Assert.Equal(
            [
                "Consumer 4 3 368.700900 75.700900 122.90 1",
                "Corporate 2 2 180.000000 80.000000 90.00 2",
                "Unknown 1 1 10.000000 0.000000 10.00 3",
            ],
            await _models.RowsAsync("segment_sales", "segment, order_lines, orders, sales, profit, avg_order_value, rank"));
}

using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Retail;

public sealed class RetailReportTests(RetailSample sample) : IClassFixture<RetailSample>
{
    readonly BuiltModels _models = sample.Models;

    [Fact]
    public async Task The_most_profitable_region_comes_first_and_is_right_to_the_cent() =>
        Assert.Equal(["West 85.70 368.70", "East 70.00 180.00", "South 0.00 0.00", "Unknown 0.00 10.00"],
            await _models.ReportRowsAsync("most-profitable-region", "region, profit, sales"));

    [Fact]
    public async Task Tied_shipping_methods_are_both_returned_and_unknown_ones_are_counted_separately() =>
        Assert.Equal(
            [
                "Furniture Second Class 1 true 1",
                "Furniture Standard Class 1 true 1",
                "Office Supplies First Class 1 false 0",
                "Technology First Class 1 false 1",
            ],
            await _models.ReportRowsAsync("shipping-method-by-category", "category, ship_mode, orders, is_tie, unknown_orders"));

    [Fact]
    public async Task All_shipping_methods_show_the_unknown_one_after_the_winner() =>
        Assert.Equal(["First Class true", "Unknown false"],
            await _models.ReportRowsAsync(
                "shipping-method-by-category",
                "ship_mode, is_most_common",
                ("show", "all"),
                ("category", "Technology")));

    [Theory]
    [InlineData("orders-by-category", "", 4)]
    [InlineData("orders-by-category", "category=Furniture", 2)]
    [InlineData("monthly-sales", "from=2023-12-01;to=2024-02-01", 3)]
    [InlineData("loss-makers", "", 2)]
    [InlineData("loss-makers", "level=sub_category", 1)]
    [InlineData("loss-makers", "category=Technology", 0)]
    [InlineData("segment-sales", "segment=Corporate", 1)]
    [InlineData("order-profit", "", 7)]
    [InlineData("order-profit", "losses_only=true", 2)]
    [InlineData("order-profit", "order_id=O1;region=West", 2)]
    public async Task A_report_answers(string name, string parameters, int rows)
    {
        var given = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .Select(pair => (pair[0], pair[1]));

        Assert.Equal(rows, (await _models.AskAsync(name, [.. given])).Rows.Count);
    }
}

namespace DuffBeer.Definitions.Tests.Duff;

public sealed class BreakageTests
{
    // Wilson interval at z = 1.96, worked out apart: 1 of 1 is 0.2065 to 1, 0 of 1 is 0 to 0.7935, 5 of 10 is 0.2366 to 0.7634.
    [Fact]
    public async Task Small_numbers_do_not_rank_first()
    {
        OrderRow[] rows =
        [
            new(1) { Product = 101, Status = "broken" },
            new(2) { Product = 102 },
            .. Enumerable.Range(10, 10).Select(
                order => new OrderRow(order) { Product = 103, Status = order < 15 ? "broken" : "delivered" }),
        ];
        using var models = await DuffModels.OfFilesAsync(rows);

        Assert.Equal(
            ["101 1 1 1 0.2065 1 2", "102 1 0 0 0 0.7935 3", "103 10 5 0.5 0.2366 0.7634 1"],
            await models.RowsAsync(
                "breakage", "product_id, orders, broken_orders, broken_rate, ROUND(broken_rate_low, 4), ROUND(broken_rate_high, 4), rank"));
        Assert.Equal(["103", "101"], await models.ReportRowsAsync("breakage", "product_id", ("limit", "2")));
        Assert.Equal(["103"], await models.ReportRowsAsync("breakage", "product_id", ("min_orders", "2")));
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

namespace DuffBeer.Definitions.Tests.Duff;

public sealed class MartTests
{
    [Fact]
    public async Task Equal_favourites_are_all_named_and_flagged()
    {
        using var models = await DuffModels.OfFilesAsync(
            [new(1), new OrderRow(2) { Product = 103, Description = "Duff Lite", Units = 100 }]);

        Assert.Equal(["Duff Classic, Duff Lite true Retail false"],
            await models.RowsAsync(
                "client_sales", "favourite_product, favourite_product_is_tie, favourite_channel, favourite_channel_is_tie"));
        Assert.Equal(
            ["channel Retail false", "product 102 true", "product 103 true"],
            await models.RowsAsync("client_favourites", "kind, favourite, is_tie"));
    }

    [Fact]
    public async Task If_every_order_broke_shares_are_null_and_no_client_is_class_A()
    {
        using var models = await DuffModels.OfFilesAsync(
            [new OrderRow(1, 7) { Status = "broken" }, new OrderRow(2, 8) { Status = "broken" }]);

        Assert.Equal(
            ["7 0.00 null C 1", "8 0.00 null C 1"], await models.RowsAsync("client_sales", "client_id, net_sales, share, abc_class, rank"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_channel_unknown_to_the_contract_has_a_key_of_its_own_and_is_marked()
    {
        using var models = await DuffModels.OfFilesAsync([new OrderRow(1) { Channel = "Moon" }]);

        Assert.Equal(
            ["B2B true true", "Moon false false", "Online true true", "Retail true true"],
            await models.RowsAsync("dim_channels", "channel, is_known, channel_key < 10"));
        Assert.Equal(["Moon 15.00"], await models.RowsAsync("channel_sales", "channel, gross_sales"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_status_without_orders_is_reported_with_zeros()
    {
        using var models = await DuffModels.OfFilesAsync([new OrderRow(1)]);

        Assert.Equal(
            ["broken 0 0 0.00 0", "created 1 6 15.00 1", "delivered 0 0 0.00 0"],
            await models.RowsAsync("order_status_report", "status, orders, units, value, share"));
        Assert.Equal(
            ["Retail broken 0", "Retail created 1", "Retail delivered 0"],
            await models.RowsAsync("order_status_by_channel", "channel, status, orders"));
    }

    [Fact]
    public async Task Without_runs_models_are_empty_and_audits_pass()
    {
        using var models = await DuffModels.OfFilesAsync();

        Assert.Empty(await models.RowsAsync("client_sales", "client_id"));
        Assert.Equal(3, (await models.RowsAsync("order_status_report", "status")).Length);
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

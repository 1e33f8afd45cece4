namespace DuffBeer.Definitions.Tests.Duff;

public sealed class MartTests
{
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
    public async Task Without_runs_models_are_empty_and_audits_pass()
    {
        using var models = await DuffModels.OfFilesAsync();

        Assert.Empty(await models.RowsAsync("client_sales", "client_id"));
        Assert.Equal(3, (await models.RowsAsync("order_status_report", "status")).Length);
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

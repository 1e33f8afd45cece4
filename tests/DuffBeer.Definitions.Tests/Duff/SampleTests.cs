namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>The brief's sample: the figures that everybody can work out by hand.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    DuffModels _models = null!;

    public async Task InitializeAsync() => _models = await DuffModels.OfFilesAsync(OrderRow.Sample);

    public Task DisposeAsync()
    {
        _models.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task All_audits_pass() => Assert.Empty(await _models.FailedAuditsAsync());

    [Fact]
    public async Task Gross_sales_are_174_and_net_of_broken_150() =>
        Assert.Equal(["174.00 150.00 24.00"], await _models.RowsAsync("channel_sales", "SUM(gross_sales), SUM(net_sales), SUM(broken_value)"));

    [Fact]
    public async Task Products_sold_30_24_24_and_96() =>
        Assert.Equal(["102 30.00", "103 24.00", "104 24.00", "105 96.00"], await _models.RowsAsync("product_sales", "product_id, gross_sales"));

    [Fact]
    public async Task Channels_sold_111_39_and_24() =>
        Assert.Equal(["B2B 39.00", "Online 24.00", "Retail 111.00"], await _models.RowsAsync("channel_sales", "channel, gross_sales"));

    [Fact]
    public async Task Two_orders_are_created_two_delivered_one_broken() =>
        Assert.Equal(["broken 1 24.00", "created 2 111.00", "delivered 2 39.00"], await _models.RowsAsync("order_status_report", "status, orders, value"));

    [Fact]
    public async Task Two_clients_of_one_name_stay_apart() =>
        Assert.Equal(["1001 1 15.00", "1005 1 15.00"], await _models.RowsAsync("orders_summary", "client_id, total_orders, total_sales", "client_name = 'Moe''s Tavern'"));
}

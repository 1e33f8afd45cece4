using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>The brief's sample: figures that can be computed by hand.</summary>
public sealed class SampleTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    readonly BuiltModels _models = sample.Models;

    [Fact]
    public async Task All_audits_pass() => Assert.Empty(await _models.FailedAuditsAsync());

    [Fact]
    public async Task Gross_sales_are_174_and_net_of_broken_150() =>
        Assert.Equal(
            ["174.00 150.00 24.00"], await _models.RowsAsync("channel_sales", "SUM(gross_sales), SUM(net_sales), SUM(broken_value)"));

    [Fact]
    public async Task Products_sold_30_24_24_and_96() =>
        Assert.Equal(
            ["102 30.00", "103 24.00", "104 24.00", "105 96.00"], await _models.RowsAsync("product_sales", "product_id, gross_sales"));

    [Fact]
    public async Task Channels_sold_111_39_and_24() =>
        Assert.Equal(["B2B 39.00", "Online 24.00", "Retail 111.00"], await _models.RowsAsync("channel_sales", "channel, gross_sales"));

    [Fact]
    public async Task Two_orders_are_created_two_delivered_one_broken() =>
        Assert.Equal(
            ["broken 1 24.00", "created 2 111.00", "delivered 2 39.00"],
            await _models.RowsAsync("order_status_report", "status, orders, value"));

    [Fact]
    public async Task Shares_are_of_net_sales_and_ranks_are_by_them() =>
        Assert.Equal(
            ["102 0.2 2", "103 0.16 3", "104 0 4", "105 0.64 1"], await _models.RowsAsync("product_sales", "product_id, share, rank"));

    [Fact]
    public async Task Known_values_have_the_keys_of_the_contract()
    {
        Assert.Equal(["1 created", "2 delivered", "3 broken"], await _models.RowsAsync("dim_status", "status_key, status"));
        Assert.Equal(
            ["1 Retail true", "2 B2B true", "3 Online true"], await _models.RowsAsync("dim_channels", "channel_key, channel, is_known"));
        Assert.Equal(
            ["5678 1 1", "5680 3 3"],
            await _models.RowsAsync("fact_orders", "order_id, channel_key, status_key", "order_id IN (5678, 5680)"));
    }

    [Fact]
    public async Task A_litre_of_Duff_Classic_costs_7_5758() =>
        Assert.Equal(
            ["Duff Classic 2.50 0.330 7.5758"],
            await _models.RowsAsync("dim_products", "description, price, volume, price_per_litre", "product_id = 102"));

    [Fact]
    public async Task The_calendar_of_a_Saturday_is_right() =>
        Assert.Equal(["2026-11-21 2026 4 11 21 6 47 2026-11-16 2026-11-01 true"], await _models.RowsAsync("dim_dates", "*"));

    [Fact]
    public async Task A_client_whose_every_order_broke_has_net_sales_of_zero_and_class_C() =>
        Assert.Equal(["24.00 24.00 0.00 1 24.00 0 C"],
            await _models.RowsAsync(
                "client_sales",
                "gross_sales, broken_value, net_sales, broken_rate, avg_order_value, share, abc_class",
                "client_id = 1003"));

    // Net sales 96, 24, 15, 15, 0 of 150: the cumulated share before each is 0, 64, 80, 80 and 100 %.
    [Fact]
    public async Task Classes_follow_cumulated_net_sales_and_equal_clients_share_one() =>
        Assert.Equal(["A 1002", "A 1004", "B 1001", "B 1005", "C 1003"], await _models.RowsAsync("client_sales", "abc_class, client_id"));

    [Fact]
    public async Task A_client_with_one_order_has_it_as_favourite_without_a_tie() =>
        Assert.Equal(["Duff Lite false B2B false"],
            await _models.RowsAsync(
                "client_sales",
                "favourite_product, favourite_product_is_tie, favourite_channel, favourite_channel_is_tie",
                "client_id = 1002"));

    [Fact]
    public async Task Two_clients_with_one_name_stay_separate() =>
        Assert.Equal(
            ["1001 1 15.00", "1005 1 15.00"],
            await _models.RowsAsync("orders_summary", "client_id, total_orders, total_sales", "client_name = 'Moe''s Tavern'"));
}

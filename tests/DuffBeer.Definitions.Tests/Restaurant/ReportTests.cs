using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>Every report of the domain over the same few orders: which rows its parameters keep.</summary>
public sealed class ReportTests(ReportTests.FewOrders few) : IClassFixture<ReportTests.FewOrders>
{
    [Theory]
    [InlineData("customer-lifetime-value", "", 2)]
    [InlineData("customer-lifetime-value", "history=true", 3)]
    [InlineData("customer-lifetime-value", "history=true;from=2023-03-02", 2)]
    [InlineData("customer-lifetime-value", "customer_id=ann;to=2022-01-01", 0)]
    [InlineData("customer-lifetime-value", "tier=high", 1)]
    [InlineData("customer-value-tiers", "", 2)]
    [InlineData("customer-segments", "", 2)]
    [InlineData("customer-segments", "is_member=true", 1)]
    [InlineData("customer-segments", "segment=churn risk", 0)]
    [InlineData("segment-loyalty", "", 10)]
    [InlineData("segment-loyalty", "segment=VIP", 2)]
    [InlineData("rfm-grid", "", 25)]
    [InlineData("lines-left-out", "", 0)]
    [InlineData("restaurant-ledger", "dataset=order_items", 1)]
    [InlineData("churn-indicators", "", 2)]
    [InlineData("churn-indicators", "state=Lapsed", 0)]
    [InlineData("churn-indicators", "is_late=true", 0)]
    [InlineData("churn-states", "", 1)]
    [InlineData("sales-trends", "", 2)]
    [InlineData("sales-trends", "grain=day", 3)]
    [InlineData("sales-trends", "grain=month;location=each", 2)]
    [InlineData("sales-trends", "grain=month;location=north", 1)]
    [InlineData("sales-trends", "grain=day;category=Salads", 1)]
    [InlineData("sales-trends", "grain=day;category=each", 4)]
    [InlineData("sales-trends", "grain=day;daypart=each", 3)]
    [InlineData("sales-trends", "grain=day;from=2023-03-02;to=2023-03-05", 1)]
    [InlineData("sales-trends", "category=none' OR '1'='1", 0)]
    [InlineData("holiday-uplift", "", 1)]
    [InlineData("holiday-uplift", "location=each", 1)]
    [InlineData("holiday-uplift", "from=2023-03-03", 0)]
    [InlineData("loyalty-impact", "", 3)]
    [InlineData("loyalty-impact", "loyalty_group=guest", 1)]
    [InlineData("loyalty-before-after", "", 2)]
    [InlineData("location-performance", "", 2)]
    [InlineData("location-performance", "location=south", 1)]
    [InlineData("pricing-discounts", "", 2)]
    [InlineData("pricing-discounts", "kind=discounted", 1)]
    [InlineData("pricing-proxies", "", 3)]
    [InlineData("price-bands", "", 6)]
    [InlineData("customer-cohorts", "", 1)]
    [InlineData("customer-cohorts", "from=2023-04-01", 0)]
    public async Task A_report_answers(string name, string parameters, int rows)
    {
        var given = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(
            pair => (pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]));

        Assert.Equal(rows, (await few.Models.AskAsync(name, [.. given])).Rows.Count);
    }

    [Fact]
    public async Task Every_report_of_the_domain_has_its_date() =>
        Assert.Equal("2023-03-12", (await few.Models.ReportAsync("pricing-discounts")).GetProperty("asOf").GetString());

    [Fact]
    public async Task Tiers_and_states_have_totals()
    {
        Assert.Equal(["High 1 2 30.00 0.75 30.00", "Low 1 1 10.00 0.25 10.00"],
            await few.Models.ReportRowsAsync("customer-value-tiers", "tier, customers, orders, spend, share, avg_lifetime_value"));
        Assert.Equal(
            ["Active 0 2 1 0 40.00"],
            await few.Models.ReportRowsAsync("churn-states", "state, first_day, customers, share, late_customers, spend_last"));
    }

    public sealed class FewOrders : IAsyncLifetime
    {
        internal BuiltModels Models { get; private set; } = null!;

        public async Task InitializeAsync() => Models = await Restaurants.OfRowsAsync(
            new CalendarDay("2023-03-02", "Thursday", "Founder's day"),
            new Item("A", "2023-03-01 17:00", "ann", 15.00m) { IsLoyalty = true },
            new Item("B", "2023-03-02 17:00", "ann", 10.00m),
            new Item("B", "2023-03-02 17:00", "ann", 5.00m) { Line = "L2", Category = "Salads" },
            new Item("C", "2023-03-12 16:00", "bob") { Location = "south" });

        public Task DisposeAsync()
        {
            Models.Dispose();
            return Task.CompletedTask;
        }
    }
}

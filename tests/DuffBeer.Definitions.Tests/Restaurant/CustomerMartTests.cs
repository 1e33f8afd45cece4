namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>Figures about customers, each small enough to compute by hand.</summary>
public sealed class CustomerMartTests
{
    // As of 2 March, Ann ordered 3 times in 60 days: 18.25 a year; Bob and Cat once in 30, the fewest days: 12.17 a year. Each for 3 years.
    // Ann and Bob spent the same and share a tier. The guest's 99 count for no customer.
    [Fact]
    public async Task Lifetime_value_grows_day_by_day_and_equal_customers_share_a_tier()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-01-01 17:00", "ann", 10.00m),
            new Item("B", "2023-01-01 18:00", "ann", 5.00m),
            new Item("C", "2023-03-02 17:00", "ann", 15.00m),
            new Item("D", "2023-03-02 17:00", "bob", 30.00m),
            new Item("E", "2023-01-31 17:00", "cat", 4.00m),
            new Item("F", "2023-01-31 17:00", Price: 99.00m));

        Assert.Equal(
            [
                "ann 2023-01-01 2 15.00 2 15.00 0 false High 7.50 null",
                "ann 2023-03-02 1 15.00 3 30.00 60 true High 10.00 547.50",
                "bob 2023-03-02 1 30.00 1 30.00 0 true High 30.00 1095.00",
                "cat 2023-01-31 1 4.00 1 4.00 0 true Low 4.00 146.00",
            ],
            await models.RowsAsync(
                "customer_lifetime_value",
                "customer_id, order_date, orders_on_day, spend_on_day, cumulative_orders, cumulative_spend, days_since_first, is_latest, " +
                "tier, avg_order_value, estimated_value"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    // Recency: a to d at most 30 days, e 365. Frequency of the last year: a 5, c 3, b and d 1 each, e none.
    [Fact]
    public async Task Segments_follow_the_scores_and_customers_with_one_order_share_the_lowest()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A1", "2023-03-01 17:00", "a", 10.00m),
            new Item("A2", "2023-03-02 17:00", "a", 10.00m) { IsLoyalty = true },
            new Item("A3", "2023-03-03 17:00", "a", 10.00m),
            new Item("A4", "2023-03-04 17:00", "a", 10.00m),
            new Item("A5", "2023-03-31 17:00", "a", 10.00m),
            new Item("B1", "2023-03-30 17:00", "b", 20.00m),
            new Item("C1", "2023-03-01 17:00", "c", 10.00m),
            new Item("C2", "2023-03-02 17:00", "c", 10.00m),
            new Item("C3", "2023-03-29 17:00", "c", 10.00m),
            new Item("D1", "2023-03-28 17:00", "d", 10.00m),
            new Item("E1", "2022-03-31 17:00", "e", 90.00m));

        Assert.Equal(
            [
                "a 0 5 50.00 5 4 4 VIP true",
                "b 1 1 20.00 5 1 2 New false",
                "c 2 3 30.00 5 3 3 Regular false",
                "d 3 1 10.00 5 1 1 New false",
                "e 365 0 0.00 2 1 1 Churn Risk false",
            ],
            await models.RowsAsync(
                "customer_segments",
                "customer_id, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score, segment, is_member"));
        Assert.Equal(
            [
                "Churn Risk false 1 0.2 1", "Churn Risk true 0 0 0", "Lost false 0 0 null", "Lost true 0 0 null", "New false 2 0.4 1",
                "New true 0 0 0", "Regular false 1 0.2 1", "Regular true 0 0 0", "VIP false 0 0 0", "VIP true 1 0.2 1",
            ],
            await models.RowsAsync("segment_loyalty", "segment, is_member, customers, share, share_of_segment"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task As_of_an_earlier_day_customers_have_no_later_orders()
    {
        using var models = await Restaurants.WithSettingsAsync(
            new() { ["as_of"] = "2023-03-15" },
            new Item("A1", "2023-03-01 17:00", "ann"),
            new Item("A2", "2023-04-01 17:00", "ann"),
            new Item("B1", "2023-04-01 17:00", "bob"));

        Assert.Equal(["ann 1 2023-03-01 2023-03-15"], await models.RowsAsync("customers", "customer_id, orders, last_order_date, as_of"));
        Assert.Equal(["ann 14"], await models.RowsAsync("churn_indicators", "customer_id, days_since_last_order"));
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

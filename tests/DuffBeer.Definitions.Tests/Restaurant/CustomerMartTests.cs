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

    [Fact]
    public async Task Of_ten_customers_two_are_high_six_medium_and_two_low()
    {
        using var models = await Restaurants.OfRowsAsync(
            [.. Enumerable.Range(0, 10).Select(index => new Item($"O{index}", "2023-03-01 17:00", $"c{index}", 10 - index))]);

        Assert.Equal(
            ["c0 High", "c1 High", "c2 Medium", "c3 Medium", "c4 Medium", "c5 Medium", "c6 Medium", "c7 Medium", "c8 Low", "c9 Low"],
            await models.RowsAsync("customer_lifetime_value", "customer_id, tier"));
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
    public async Task States_follow_the_days_away_and_lateness_the_customers_own_rhythm()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-31 17:00", "away 30"),
            new Item("B", "2023-03-30 17:00", "away 31"),
            new Item("C", "2023-03-16 17:00", "away 45"),
            new Item("D", "2023-03-15 17:00", "away 46"),
            new Item("E", "2023-01-30 17:00", "away 90"),
            new Item("F", "2023-01-29 17:00", "away 91"),
            new Item("G1", "2023-04-01 17:00", "hasty"),
            new Item("G2", "2023-04-02 17:00", "hasty"),
            new Item("G3", "2023-04-04 17:00", "hasty"),
            new Item("G4", "2023-04-08 17:00", "hasty"),
            new Item("G5", "2023-04-18 17:00", "hasty"),
            new Item("H1", "2023-04-10 17:00", "steady"),
            new Item("H2", "2023-04-20 17:00", "steady"),
            new Item("H3", "2023-04-30 17:00", "steady"));

        Assert.Equal(
            [
                "away 30 30 Active null null null", "away 31 31 Warning null null null", "away 45 45 Warning null null null",
                "away 46 46 At Risk null null null",
                "away 90 90 At Risk null null null", "away 91 91 Lapsed null null null", "hasty 12 Active 4.25 3 true",
                "steady 0 Active 10 10 false",
            ],
            await models.RowsAsync(
                "churn_indicators", "customer_id, days_since_last_order, state, mean_gap_days, median_gap_days, is_late"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Spend_of_the_last_90_days_is_compared_with_the_90_before_and_null_where_there_was_none()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A1", "2023-04-30 17:00", "ann", 10.00m),
            new Item("A2", "2023-01-30 17:00", "ann", 20.00m),
            new Item("A3", "2022-11-01 17:00", "ann", 99.00m),
            new Item("B1", "2023-01-31 17:00", "bob", 10.00m));

        Assert.Equal(
            ["ann 10.00 20.00 -0.5", "bob 10.00 0.00 null"],
            await models.RowsAsync("churn_indicators", "customer_id, spend_last, spend_before, spend_change"));
    }

    [Fact]
    public async Task Cohorts_are_followed_month_by_month_until_as_of()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A1", "2023-01-05 17:00", "ann", 10.00m),
            new Item("A2", "2023-01-06 17:00", "ann", 10.00m),
            new Item("A3", "2023-03-06 17:00", "ann", 5.00m),
            new Item("B1", "2023-01-07 17:00", "bob", 8.00m),
            new Item("C1", "2023-03-07 17:00", "cat", 9.00m));

        Assert.Equal(
            ["2023-01-01 0 2 2 1 3 28.00", "2023-01-01 1 2 0 0 0 0.00", "2023-01-01 2 2 1 0.5 1 5.00", "2023-03-01 0 1 1 1 1 9.00"],
            await models.RowsAsync(
                "customer_cohorts", "cohort_month, months_since, cohort_customers, active_customers, retained, orders, revenue"));
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

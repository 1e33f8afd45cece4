namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>Figures about sales, each small enough to compute by hand.</summary>
public sealed class SalesMartTests
{
    const string Trend = "orders, units, revenue, avg_order_value, previous_revenue, change, year_before_revenue, year_change";

    [Fact]
    public async Task Periods_are_compared_with_the_one_before_and_with_that_of_a_year_before()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-08 17:00", Price: 10.00m),
            new Item("A", "2023-03-08 17:00", Price: 5.00m) { Line = "L2", Category = "Salads" },
            new Item("B", "2023-03-07 17:00", Price: 10.00m),
            new Item("C", "2022-03-09 17:00", Price: 20.00m) { Location = "south" },
            new Item("D", "2022-03-01 17:00", Price: 1.00m) { Location = "south" });

        Assert.Equal(
            [
                "2022-03-01 1 1 1.00 1.00 null null null null",
                "2022-03-09 1 1 20.00 20.00 null null null null",
                "2023-03-07 1 1 10.00 10.00 null null null null",
                "2023-03-08 1 2 15.00 15.00 10.00 0.5 20.00 -0.25",
            ],
            await models.RowsAsync(
                "sales_trends",
                $"period_start, {Trend}",
                "grain = 'day' AND restaurant_id = 'All' AND category = 'All' AND daypart = 'All'"));
        Assert.Equal(
            [
                "2022-02-28 1 1 1.00 1.00 null null null null",
                "2022-03-07 1 1 20.00 20.00 null null null null",
                "2023-03-06 2 3 25.00 12.50 null null 20.00 0.25",
            ],
            await models.RowsAsync(
                "sales_trends",
                $"period_start, {Trend}",
                "grain = 'week' AND restaurant_id = 'All' AND category = 'All' AND daypart = 'Lunch'"));
        Assert.Equal(
            ["All 2 25.00", "Breakfast 2 20.00", "Salads 1 5.00"],
            await models.RowsAsync(
                "sales_trends",
                "category, orders, revenue",
                "grain = 'month' AND period_start = DATE '2023-03-01' AND restaurant_id = 'north' AND daypart = 'All'"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    // 2020 has a week 53, from 28 December; week 1 of 2020 began on 30 December 2019.
    [Fact]
    public async Task A_week_is_compared_with_the_week_of_its_number_and_week_53_with_none()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2019-12-31 17:00", Price: 20.00m), new Item("B", "2020-12-30 17:00", Price: 10.00m),
            new Item("C", "2021-01-10 17:00", Price: 30.00m), new Item("D", "2019-12-01 17:00"));

        Assert.Equal(
            ["2019-11-25 null null", "2019-12-30 null null", "2020-12-28 null null", "2021-01-04 20.00 0.5"],
            await models.RowsAsync(
                "sales_trends",
                "period_start, year_before_revenue, year_change",
                "grain = 'week' AND restaurant_id = 'All' AND category = 'All' AND daypart = 'All'"));
    }

    [Fact]
    public async Task An_order_around_midnight_belongs_to_the_locations_local_day()
    {
        using var models = await Restaurants.OfRowsAsync(new Item("A", "2023-03-09 04:59"), new Item("B", "2023-03-09 05:01"));

        Assert.Equal(
            ["2023-03-08 Late 1", "2023-03-09 Late 1"],
            await models.RowsAsync(
                "sales_trends",
                "period_start, daypart, orders",
                "grain = 'day' AND restaurant_id = 'All' AND category = 'All' AND daypart <> 'All'"));
    }

    // Mondays around Christmas 2023: 20, 20, 10 before and 30 after; New Year is a holiday itself, 20 November is five weeks away.
    [Fact]
    public async Task A_holiday_is_compared_with_the_same_weekday_of_the_weeks_around()
    {
        using var models = await Restaurants.OfRowsAsync(
            new CalendarDay("2023-12-25", "Monday", "Christmas"),
            new CalendarDay("2024-01-01", "Monday", "New Year"),
            new Item("A", "2023-11-20 17:00", Price: 99.00m),
            new Item("B", "2023-11-27 17:00", Price: 20.00m),
            new Item("C", "2023-12-11 17:00", Price: 20.00m),
            new Item("D", "2023-12-18 17:00", Price: 10.00m),
            new Item("E", "2023-12-19 17:00", Price: 99.00m),
            new Item("F", "2023-12-25 17:00", Price: 30.00m),
            new Item("G", "2024-01-08 17:00", Price: 30.00m));

        Assert.Equal(
            [
                "All 2023-12-25 Christmas 1 30.00 4 20.00 0.5", "All 2024-01-01 New Year 0 0.00 3 20.00 -1",
                "north 2023-12-25 Christmas 1 30.00 4 20.00 0.5", "north 2024-01-01 New Year 0 0.00 3 20.00 -1",
            ],
            await models.RowsAsync(
                "holiday_uplift", "restaurant_id, holiday, holiday_name, orders, revenue, compared_days, baseline_revenue, uplift"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    // Ann joined on 11 March, ten days after her first order and twenty before as_of; Dan was a member from the start and is left out.
    [Fact]
    public async Task Members_are_compared_with_others_and_with_their_time_before_joining()
    {
        using var models = await Restaurants.WithSettingsAsync(
            new() { ["loyalty_window_days"] = "10" },
            new Item("A1", "2023-03-01 17:00", "ann", 10.00m),
            new Item("A2", "2023-03-11 17:00", "ann", 20.00m) { IsLoyalty = true },
            new Item("A3", "2023-03-21 17:00", "ann", 30.00m),
            new Item("B1", "2023-03-01 17:00", "bob", 8.00m),
            new Item("D1", "2023-03-31 17:00", "dan", 20.00m) { IsLoyalty = true },
            new Item("G1", "2023-03-31 17:00", Price: 12.00m));

        Assert.Equal(
            [
                "guest null 1 12.00 0.12 12.00 null null null",
                "member 2 4 80.00 0.8 20.00 0.5 2 40.00",
                "non-member 1 1 8.00 0.08 8.00 0 1 8.00",
            ],
            await models.RowsAsync(
                "loyalty_impact",
                "loyalty_group, customers, orders, revenue, share, avg_order_value, repeat_rate, orders_per_customer, lifetime_value"));
        Assert.Equal(
            ["after 10 1 1 1 30.00 30.00 1 30.00", "before 10 1 1 1 10.00 10.00 1 10.00"],
            await models.RowsAsync(
                "loyalty_before_after",
                "phase, window_days, customers, left_out, orders, revenue, avg_order_value, orders_per_customer, revenue_per_customer"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Discounted_orders_are_compared_with_the_others()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-01 17:00", Price: 7.00m), new Option("A", -1.00m, 2), new Option("A", 1.00m) { Name = "Milk" },
            new Item("B", "2023-03-01 17:00"));

        Assert.Equal(
            ["discounted 1 0.5 8.00 2.00 6.00 0.25 6.00 null", "not discounted 1 0.5 10.00 0.00 10.00 0 10.00 null"],
            await models.RowsAsync("pricing_discounts", "kind, orders, share, gross, discount, net, discount_rate, avg_order_value, note"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Proxies_and_bands_describe_prices()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-01 17:00", Price: 0.00m),
            new Option("A", 1.00m),
            new Item("A", "2023-03-01 17:00", Price: 8.00m) { Line = "L2", Quantity = 4 },
            new Option("A", 0.00m) { Line = "L2" },
            new Item("B", "2023-03-01 17:00", Price: 5.00m),
            new Item("C", "2023-03-01 17:00", Price: 15.00m),
            new Item("D", "2023-03-01 17:00", Price: 3.00m) { Quantity = 0 });

        Assert.Equal(
            ["lines with a paid add-on 1 5 0.2 1.00", "orders with a paid add-on 1 4 0.25 9.00", "zero-price lines 1 5 0.2 1.00"],
            await models.RowsAsync("pricing_proxies", "proxy, counted, total, rate, revenue"));
        Assert.Equal(
            ["1 free 1 1 1.00", "2 low 1 4 8.00", "3 middle 1 1 5.00", "4 high 0 0 0.00", "5 highest 1 1 15.00", "6 unknown 1 0 3.00"],
            await models.RowsAsync("price_bands", "band_order, band, lines, units, revenue"));
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>What becomes of the rows of the source on their way to order lines.</summary>
public sealed class StagingTests
{
    const string Ledger = "dataset, run_id, accepted, kept, superseded, duplicates, filtered, filtered_test_data, filtered_orphan";

    [Fact]
    public async Task Every_accepted_row_is_kept_superseded_a_duplicate_or_filtered_by_a_named_rule()
    {
        using var models = await Restaurants.OfFilesAsync(
            [],
            [
                new Item("A", "2023-03-08 16:00"),
                new Item("A", "2023-03-08 16:00"),
                new Item("B", "2023-03-08 16:00", Price: 5.00m),
                new Item("T", "2023-03-08 16:00") { App = "Alltown Fresh - DEVELOPMENT" },
            ],
            [new Item("B", "2023-03-08 16:00", Price: 6.00m)],
            [
                new Option("A", 1.00m),
                new Option("A", 1.00m),
                new Option("A", 0.50m) { Name = "Milk" },
                new Option("nowhere", 9.00m),
                new Option("A", 9.00m) { Line = "L9" },
                new Option("T", 9.00m),
            ],
            [new Option("A", 0.75m) { Name = "Milk" }],
            [new CalendarDay("2023-03-08", "Wed"), new CalendarDay("2023-03-08", "Wed"), new CalendarDay("2023-03-08", "Wednesday")]);

        Assert.Equal(
            [
                "date_dim run-5 3 1 1 1 0 0 0",
                "order_item_options run-3 6 1 1 1 3 1 2",
                "order_item_options run-4 1 1 0 0 0 0 0",
                "order_items run-1 4 1 1 1 1 1 0",
                "order_items run-2 1 1 0 0 0 0 0",
            ],
            await models.RowsAsync("stg_restaurant_ledger", Ledger));
        Assert.Equal(["A 10.00 1.75 11.75", "B 6.00 0.00 6.00"], await models.RowsAsync("orders", "order_id, item_total, option_charges, order_total"));
        Assert.Equal(["2023-03-08 Wednesday"], await models.RowsAsync("dates", "date_day, day_of_week"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_price_is_that_of_the_line_unless_the_setting_says_unit()
    {
        Item[] rows = [new("A", "2023-03-08 16:00", Price: 12.00m) { Quantity = 4 }];
        using var byLine = await Restaurants.OfRowsAsync(rows);
        using var byUnit = await Restaurants.WithSettingsAsync(new() { ["item_price_is"] = "unit" }, rows);

        Assert.Equal(["4 12.00 3.00"], await byLine.RowsAsync("order_lines", "quantity, line_total, unit_price"));
        Assert.Equal(["4 48.00 12.00"], await byUnit.RowsAsync("order_lines", "quantity, line_total, unit_price"));
    }

    [Theory]
    [InlineData("Breakfast", "Breakfast")]
    [InlineData(" breakfast ", "Breakfast")]
    [InlineData("BREAKFAST*", "Breakfast")]
    [InlineData("Break-\nfast", "Breakfast")]
    [InlineData("Breakfast https://menu.example.com/a?b=1", "Breakfast")]
    [InlineData("https://menu.example.com/x Breakfast", "Breakfast")]
    [InlineData("Breakfasthttp://menu.example.com", "Breakfast")]
    [InlineData("Kid's", "Kids")]
    [InlineData("Kids", "Kids")]
    [InlineData("drip  coffee", "Drip Coffee")]
    [InlineData("Crêpes", "Crêpes")]
    [InlineData("Soups (hot)", "Soups (hot)")]
    [InlineData("***", "Uncategorised")]
    [InlineData(null, "Uncategorised")]
    public async Task A_category_is_reported_under_its_cleaned_name(string? raw, string expected)
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-08 16:00") { Category = raw },
            new Item("B", "2023-03-08 16:00") { Category = "Breakfast" },
            new Item("C", "2023-03-08 16:00") { Category = "Breakfast" });

        Assert.Equal([expected], await models.RowsAsync("order_lines", "category", "order_id = 'A'"));
    }

    [Theory]
    [InlineData("bacon egg & cheese*")]
    [InlineData("Bacon  Egg & Cheese")]
    [InlineData("Bacon Egg\r\n& Cheese **")]
    public async Task Names_that_differ_in_case_space_line_breaks_or_a_last_star_are_one_item_under_the_commonest(string raw)
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2023-03-08 16:00") { Name = raw },
            new Item("B", "2023-03-08 16:00") { Name = "Bacon Egg & Cheese" },
            new Item("C", "2023-03-08 16:00") { Name = "Bacon Egg & Cheese" });

        Assert.Equal(["Bacon Egg & Cheese 3"], await models.RowsAsync("order_lines", "DISTINCT item_name, COUNT(*) OVER ()"));
    }

    [Theory]
    [InlineData("2023-03-08 04:30", "2023-03-07 Late")]
    [InlineData("2023-03-08 05:00", "2023-03-08 Late")]
    [InlineData("2023-03-08 11:00", "2023-03-08 Morning")]
    [InlineData("2023-03-08 15:59", "2023-03-08 Morning")]
    [InlineData("2023-03-08 16:00", "2023-03-08 Lunch")]
    [InlineData("2023-03-08 19:00", "2023-03-08 Afternoon")]
    [InlineData("2023-03-08 22:00", "2023-03-08 Dinner")]
    [InlineData("2023-03-09 01:59", "2023-03-08 Dinner")]
    [InlineData("2023-03-09 02:00", "2023-03-08 Late")]
    [InlineData("2023-07-08 03:59", "2023-07-07 Late")]
    [InlineData("2023-07-08 04:00", "2023-07-08 Late")]
    public async Task Day_and_daypart_are_those_of_the_locations_wall_clock(string utc, string expected)
    {
        using var models = await Restaurants.OfRowsAsync(new Item("A", utc));

        Assert.Equal([expected], await models.RowsAsync("orders", "order_date, daypart"));
    }

    [Fact]
    public async Task A_guest_and_a_shared_account_stay_in_sales_and_are_no_customers()
    {
        using var models = await Restaurants.WithSettingsAsync(
            new() { ["known_shared_accounts"] = "till,kiosk", ["shared_account_orders"] = "3" },
            new Item("A", "2023-03-08 16:00"),
            new Item("B", "2023-03-08 16:00", "kiosk"),
            new Item("C", "2023-03-08 16:00", "busy"),
            new Item("D", "2023-03-08 16:00", "busy"),
            new Item("E", "2023-03-08 16:00", "busy"),
            new Item("F", "2023-03-08 16:00", "ann"));

        Assert.Equal(["busy 3 false", "kiosk 1 true"], await models.RowsAsync("shared_accounts", "user_id, orders, is_known"));
        Assert.Equal(["A guest", "B shared", "C shared", "D shared", "E shared", "F customer"], await models.RowsAsync("orders", "order_id, customer_kind"));
        Assert.Equal(["ann"], await models.RowsAsync("customers", "customer_id"));
        Assert.Equal(["60.00"], await models.RowsAsync("location_performance", "revenue"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_day_that_the_calendar_lacks_is_computed_and_no_order_is_lost()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2022-01-01 17:00"), new CalendarDay("2023-12-25", "Monday", "Christmas") { Week = 52 });

        Assert.Equal(
            ["2022-01-01 52 Saturday true false null false", "2023-12-25 52 Monday false true Christmas true"],
            await models.RowsAsync("dates", "date_day, week, day_of_week, is_weekend, is_holiday, holiday_name, is_in_calendar"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Without_any_run_models_are_empty_and_audits_pass()
    {
        using var models = await Restaurants.OfRowsAsync();

        Assert.Empty(await models.RowsAsync("orders", "order_id"));
        Assert.Equal(["null"], await models.RowsAsync("restaurant_as_of", "as_of"));
        Assert.Empty(await models.FailedAuditsAsync());
    }
}

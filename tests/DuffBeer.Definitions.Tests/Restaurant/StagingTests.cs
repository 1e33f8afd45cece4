using System.Globalization;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>How the rows of the source become order lines.</summary>
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
        Assert.Equal(
            ["A 10.00 1.75 11.75", "B 6.00 0.00 6.00"],
            await models.RowsAsync("orders", "order_id, item_total, option_charges, order_total"));
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

    [Fact]
    public async Task A_category_is_reported_under_its_cleaned_name()
    {
        (string? Raw, string Expected)[] categories =
        [
            ("Breakfast", "Breakfast"), ("Breakfast", "Breakfast"), (" breakfast ", "Breakfast"), ("BREAKFAST*", "Breakfast"),
            ("Break-\nfast", "Breakfast"),
            ("Breakfast https://menu.example.com/a?b=1", "Breakfast"), ("https://menu.example.com/x Breakfast", "Breakfast"),
            ("Breakfasthttp://menu.example.com", "Breakfast"),
            ("Kid's", "Kids"), ("Kids", "Kids"), ("drip  coffee", "Drip Coffee"), ("Crêpes", "Crêpes"), ("Soups (hot)", "Soups (hot)"),
            ("ALL", "All Items"), ("***", "Uncategorised"), (null, "Uncategorised"),
        ];
        using var models = await Restaurants.OfRowsAsync(
            [.. categories.Select((category, index) => new Item(Numbered(index), "2023-03-08 16:00") { Category = category.Raw })]);

        Assert.Equal(
            categories.Select(category => category.Expected),
            (await models.RowsAsync("order_lines", "order_id, category")).Select(row => row[4..]));
    }

    [Fact]
    public async Task Names_that_differ_in_case_space_line_breaks_or_a_last_star_are_one_item_under_the_most_common_name()
    {
        string?[] names =
            [
                "Bacon Egg & Cheese", "Bacon Egg & Cheese", "bacon egg & cheese*", "Bacon  Egg & Cheese", "Bacon Egg\r\n& Cheese **",
                "Bacon Egg Cheese", "*", null,
            ];
        using var models = await Restaurants.OfRowsAsync(
            [.. names.Select((name, index) => new Item(Numbered(index), "2023-03-08 16:00") { Name = name })]);

        Assert.Equal(
            [
                "Bacon Egg & Cheese", "Bacon Egg & Cheese", "Bacon Egg & Cheese", "Bacon Egg & Cheese", "Bacon Egg & Cheese",
                "Bacon Egg Cheese", "Unnamed", "Unnamed",
            ],
            (await models.RowsAsync("order_lines", "order_id, item_name")).Select(row => row[4..]));
    }

    // New York is five hours behind UTC in March 2023 until the 12th, four in July.
    [Fact]
    public async Task Day_and_daypart_are_in_the_locations_local_time()
    {
        (string Utc, string Expected)[] times =
        [
            ("2023-03-08 04:30", "2023-03-07 Late"), ("2023-03-08 05:00", "2023-03-08 Late"), ("2023-03-08 10:59", "2023-03-08 Late"),
            ("2023-03-08 11:00", "2023-03-08 Morning"), ("2023-03-08 15:59", "2023-03-08 Morning"),
            ("2023-03-08 16:00", "2023-03-08 Lunch"),
            ("2023-03-08 19:00", "2023-03-08 Afternoon"), ("2023-03-08 22:00", "2023-03-08 Dinner"),
            ("2023-03-09 01:59", "2023-03-08 Dinner"),
            ("2023-03-09 02:00", "2023-03-08 Late"), ("2023-07-08 03:59", "2023-07-07 Late"), ("2023-07-08 04:00", "2023-07-08 Late"),
        ];
        using var models = await Restaurants.OfRowsAsync([.. times.Select((time, index) => new Item(Numbered(index), time.Utc))]);

        Assert.Equal(
            times.Select(time => time.Expected),
            (await models.RowsAsync("orders", "order_id, order_date, daypart")).Select(row => row[4..]));
    }

    [Fact]
    public async Task Guests_and_shared_accounts_count_in_sales_but_not_as_customers()
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
        Assert.Equal(
            ["A guest", "B shared", "C shared", "D shared", "E shared", "F customer"],
            await models.RowsAsync("orders", "order_id, customer_kind"));
        Assert.Equal(["ann"], await models.RowsAsync("customers", "customer_id"));
        Assert.Equal(["60.00"], await models.RowsAsync("location_performance", "revenue"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_day_missing_in_the_calendar_is_computed_and_no_order_is_lost()
    {
        using var models = await Restaurants.OfRowsAsync(
            new Item("A", "2022-01-01 17:00"), new CalendarDay("2023-12-25", "Monday", "Christmas") { Week = 52 });

        Assert.Equal(
            ["2022-01-01 52 Saturday true false null false", "2023-12-25 52 Monday false true Christmas true"],
            await models.RowsAsync("dates", "date_day, week, day_of_week, is_weekend, is_holiday, holiday_name, is_in_calendar"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Without_runs_models_are_empty_and_audits_pass()
    {
        using var models = await Restaurants.OfRowsAsync();

        Assert.Empty(await models.RowsAsync("orders", "order_id"));
        Assert.Equal(["null"], await models.RowsAsync("restaurant_as_of", "as_of"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    static string Numbered(int index) => string.Create(CultureInfo.InvariantCulture, $"O{index:00}");
}

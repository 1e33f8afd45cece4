using System.Globalization;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>The shape of the restaurants' files, measured.</summary>
public sealed class RestaurantOrdersTests
{
    const int Rows = 60_000;

    static readonly Lazy<Task<IReadOnlyList<Row>>> s_lines = new(() => Samples.RowsAsync("order_items", Rows, quirks: null));
    static readonly Lazy<Task<IReadOnlyList<Row>>> s_options = new(() => Samples.RowsAsync("order_item_options", Rows, quirks: null));

    [Fact]
    public async Task Every_line_has_a_unique_id_of_24_hex_digits()
    {
        var lines = (await s_lines.Value).Where(line => line["LINEITEM_ID"] != "").ToList();

        Assert.Equal(Rows - 1, lines.Count);
        Assert.Equal(lines.Count, lines.DistinctBy(line => (line["ORDER_ID"], line["LINEITEM_ID"])).Count());
        Assert.All(lines, line => Assert.Matches("^[0-9a-f]{24}$", line["ORDER_ID"]));
    }

    [Fact]
    public async Task Business_grows_from_April_2020_to_February_2024()
    {
        var lines = await s_lines.Value;
        var years = lines.CountBy(line => line["CREATION_TIME_UTC"][..4]).ToDictionary();

        Assert.Equal(["2020", "2021", "2022", "2023", "2024"], years.Keys.Order());
        Assert.True(
            years["2020"] < years["2021"]
                && years["2021"] < years["2022"]
                && years["2022"] < years["2023"]
                && years["2024"] < years["2021"]);
        Assert.InRange(lines.Min(line => line["CREATION_TIME_UTC"])!, "2020-04-21", "2020-05-31");
        Assert.InRange(lines.Max(line => line["CREATION_TIME_UTC"])!, "2024-02-01", "2024-02-22");
    }

    [Fact]
    public async Task Most_orders_have_one_line_and_most_customers_one_order()
    {
        var orders = (await s_lines.Value).GroupBy(line => line["ORDER_ID"]).ToList();
        Assert.InRange(Share(orders, order => order.Count() == 1), 0.62, 0.66);
        Assert.InRange(Share(orders, order => order.Count() == 2), 0.22, 0.26);

        var customers = orders.Where(order => order.First()["USER_ID"] != "").GroupBy(order => order.First()["USER_ID"]).ToList();
        Assert.InRange(Share(customers, customer => customer.Count() == 1), 0.45, 0.55);
        Assert.InRange(Share(customers, customer => customer.Count() > 50), 0.008, 0.02);
    }

    [Fact]
    public async Task Lines_are_spread_as_in_the_real_data()
    {
        var lines = await s_lines.Value;
        Assert.InRange(Share(lines, line => line["USER_ID"] == ""), 0.07, 0.11);
        Assert.InRange(Share(lines, line => line["IS_LOYALTY"].Equals("true", StringComparison.OrdinalIgnoreCase)), 0.18, 0.28);
        Assert.InRange(Share(lines, line => line["ITEM_QUANTITY"] == "1"), 0.91, 0.95);
        Assert.InRange(Share(lines, line => line["ITEM_CATEGORY"] == "Breakfast"), 0.30, 0.40);
        Assert.InRange(Share(lines, line => line["CREATION_TIME_UTC"][11..13] is "15" or "16"), 0.22, 0.30);

        var restaurants = lines.CountBy(line => line["RESTAURANT_ID"]).Select(count => count.Value).OrderDescending().ToList();
        Assert.Equal(28, restaurants.Count);
        Assert.InRange(restaurants[0], 0.13 * Rows, 0.19 * Rows);

        var prices = lines.Select(line => decimal.Parse(line["ITEM_PRICE"], CultureInfo.InvariantCulture)).Order().ToList();
        Assert.InRange(prices[Rows / 20], 2.0m, 3.0m);
        Assert.InRange(prices[Rows / 2], 7.5m, 8.5m);
        Assert.InRange(prices[Rows * 19 / 20], 12.5m, 15.5m);
    }

    [Fact]
    public async Task Timestamps_have_up_to_three_fraction_digits() => Assert.Equal(
        [20, 22, 23, 24], (await s_lines.Value).Select(line => line["CREATION_TIME_UTC"].Length).Distinct().Order());

    [Fact]
    public async Task Options_belong_to_lines_of_the_same_seed_except_28_orphans()
    {
        var lines = (await s_lines.Value).Select(line => (line["ORDER_ID"], line["LINEITEM_ID"])).ToHashSet();
        var options = (await s_options.Value).DistinctBy(option => string.Join('|', option.Values)).ToList();

        Assert.Equal(28, options.Count(option => !lines.Contains(Key(option))));
        Assert.InRange(options.Select(Key).Where(lines.Contains).Distinct().Count(), 0.45 * Rows, 0.58 * Rows);
        Assert.InRange(Share(options, option => option["OPTION_PRICE"] == "0.00"), 0.6, 0.72);
        Assert.DoesNotContain(options, option => option["OPTION_PRICE"].StartsWith('-'));
    }

    [Fact]
    public async Task About_one_option_row_in_a_hundred_repeats_another_exactly()
    {
        var options = await s_options.Value;

        Assert.InRange(options.Count - options.DistinctBy(option => string.Join('|', option.Values)).Count(), 0.008 * Rows, 0.016 * Rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(150)]
    public async Task Small_files_of_lines_and_options_match_too(int rows)
    {
        var lines = (await Samples.RowsAsync("order_items", rows, quirks: null))
            .Select(line => (line["ORDER_ID"], line["LINEITEM_ID"]))
            .ToHashSet();
        var options = await Samples.RowsAsync(
            "order_item_options", Samples.Named("order_item_options").Usual with { Rows = rows, Duplicates = 0 });

        Assert.Equal(rows, options.Count);
        Assert.InRange(options.Count(option => !lines.Contains(Key(option))), 0, 1);
    }

    static (string, string) Key(Row option) => (option["ORDER_ID"], option["LINEITEM_ID"]);

    static double Share<T>(IReadOnlyCollection<T> all, Func<T, bool> of) => (double)all.Count(of) / all.Count;
}

using System.Globalization;
using DuffBeer.Local.Generate;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>The shape of the retailer's file, measured.</summary>
public sealed class RetailOrdersTests
{
    const int Rows = 10_000;

    static readonly Lazy<Task<IReadOnlyList<Row>>> s_lines = new(
        () => Samples.RowsAsync("retail_orders", new SampleShape(Rows, Bad: 0, Duplicates: 0)));

    [Fact]
    public async Task An_order_never_has_a_product_twice() =>
        Assert.Equal(Rows, (await s_lines.Value).DistinctBy(line => (line["Order Id"], line["Product Id"])).Count());

    [Fact]
    public async Task Lines_have_the_columns_of_the_real_data()
    {
        var lines = await s_lines.Value;

        Assert.Equal((4, 3, 17), (Distinct("Region"), Distinct("Category"), Distinct("Sub Category")));
        Assert.Equal(["2", "3", "4", "5"], lines.Select(line => line["Discount Percent"]).Distinct().Order());
        Assert.Equal(("2022-01-01", "2023-12-31"), (lines.Min(line => line["Order Date"]), lines.Max(line => line["Order Date"])));
        Assert.Contains(lines, line => line["Order Id"].StartsWith("CA-2022-", StringComparison.Ordinal));
        Assert.Contains(lines, line => long.TryParse(line["Order Id"], CultureInfo.InvariantCulture, out _));

        int Distinct(string column) => lines.Select(line => line[column]).Distinct().Count();
    }

    [Fact]
    public async Task Some_lines_lose_money() =>
        Assert.InRange((await s_lines.Value).Count(line => Profit(line) < 0), 0.05 * Rows, 0.4 * Rows);

    static decimal Profit(Row line) =>
        (Number(line, "List Price") * (1 - (Number(line, "Discount Percent") / 100))) - Number(line, "cost price");

    static decimal Number(Row line, string column) => decimal.Parse(line[column], CultureInfo.InvariantCulture);
}

using DuffBeer.Core.Costs;

namespace DuffBeer.Core.Tests.Costs;

/// <summary>Costs by a price table, and how its lines are read.</summary>
public sealed class PriceTests
{
    [Fact]
    public void An_estimate_is_the_sum_of_every_driver_at_its_price()
    {
        var table = Table(
            ("s3.read", 0.0004m),
            ("s3.write", 0.005m),
            ("s3.list", 0.005m),
            ("s3.download", 0.09m),
            ("athena.scan", 5m),
            ("glue.request", 1m));
        var drivers = new CostDrivers
        {
            ReadRequests = 2_500,          // 0.001
            WriteRequests = 1_000,         // 0.005
            ListRequests = 200,            // 0.001
            BytesDownloaded = 3L << 30,    // 0.27
            BytesBilled = 1L << 38,        // 1.25
            CatalogRequests = 40,          // 0.00004
            BytesRead = 1L << 50, BytesWritten = 1L << 50, BytesScanned = 1L << 50, DeleteRequests = 9, Statements = 9,
            ActivityMilliseconds = 9,
        };

        Assert.Equal(new(drivers, 1.52704m), table.CostOf(drivers));
    }

    [Theory]
    [InlineData("s3.read", 1000, 0, 0, 0, 0, 0, 0)]
    [InlineData("s3.write", 0, 1000, 0, 0, 0, 0, 0)]
    [InlineData("s3.list", 0, 0, 1000, 0, 0, 0, 0)]
    [InlineData("s3.delete", 0, 0, 0, 1000, 0, 0, 0)]
    [InlineData("glue.request", 0, 0, 0, 0, 1_000_000, 0, 0)]
    [InlineData("functions.time", 0, 0, 0, 0, 0, 1000, 0)]
    [InlineData("functions.upload", 0, 0, 0, 0, 0, 0, 1 << 30)]
    public void A_price_is_of_its_own_driver_and_unit(
        string name, long reads, long writes, long lists, long deletes, long catalog, long milliseconds, long uploaded)
    {
        var drivers = new CostDrivers
        {
            ReadRequests = reads,
            WriteRequests = writes,
            ListRequests = lists,
            DeleteRequests = deletes,
            CatalogRequests = catalog,
            ActivityMilliseconds = milliseconds,
            BytesUploaded = uploaded,
        };

        Assert.Equal(7m, Table((name, 7m)).CostOf(drivers).Dollars);
        Assert.Equal(
            0m,
            new PriceTable(
                PriceTable.Known.Where(price => price.Name != name).ToDictionary(price => price.Name, _ => 7m)).CostOf(drivers).Dollars);
    }

    [Fact]
    public void One_cheap_request_is_not_rounded_away_and_whole_dollars_have_no_trailing_zeros()
    {
        Assert.Equal("0.0000004", Text(Table(("s3.read", 0.0004m)).CostOf(new() { ReadRequests = 1 }).Dollars));
        Assert.Equal("5", Text(Table(("athena.scan", 5.00m)).CostOf(new() { BytesBilled = 1L << 40 }).Dollars));
    }

    [Fact]
    public void A_service_that_is_not_used_costs_nothing()
    {
        var table = Table(("functions.time", 1m), ("functions.upload", 1m), ("s3.read", 1m));

        Assert.Equal(["s3.read"], table.Without("functions").Prices.Keys);
        Assert.Equal(0m, PriceTable.Free.CostOf(new() { ReadRequests = 1_000_000 }).Dollars);
    }

    [Theory]
    [InlineData("s3.write = 0.005  per 1000 requests", "s3.write", 0.005)]
    [InlineData("  athena.scan=5   per   TB ", "athena.scan", 5)]
    [InlineData("s3.download = 0  per GB", "s3.download", 0)]
    public void A_line_is_a_name_a_price_and_its_unit(string line, string name, double dollars)
    {
        Assert.Equal((name, (decimal)dollars), PriceLine.Read(line, out var mistake));
        Assert.Null(mistake);
    }

    [Theory]
    [InlineData("s3.write 0.005 per 1000 requests", "expected 'name = dollars  unit'")]
    [InlineData("s3.write = 0.005", "expected 'name = dollars  unit'")]
    [InlineData("s3.write =", "expected 'name = dollars  unit'")]
    [InlineData("s3.put = 0.005  per 1000 requests", "there is no price 's3.put'; prices are s3.read, s3.write")]
    [InlineData("s3.write = 0,005  per 1000 requests", "expected dollars from 0, such as 0.005, for s3.write, found '0,005'")]
    [InlineData("s3.write = -1  per 1000 requests", "found '-1'")]
    [InlineData("s3.write = $5  per 1000 requests", "found '$5'")]
    [InlineData("s3.write = 5  per 1000000 requests", "s3.write is priced 'per 1000 requests', found 'per 1000000 requests'")]
    public void A_wrong_line_says_what_was_expected(string line, string expected)
    {
        Assert.Null(PriceLine.Read(line, out var mistake));
        Assert.Contains(expected, mistake, StringComparison.Ordinal);
    }

    static PriceTable Table(params (string Name, decimal Dollars)[] prices) =>
        new(prices.ToDictionary(price => price.Name, price => price.Dollars));

    static string Text(decimal dollars) => dollars.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

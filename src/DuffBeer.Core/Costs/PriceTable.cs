namespace DuffBeer.Core.Costs;

/// <summary>A price that can be set.</summary>
/// <param name="Name">The service, a dot, and what it charges for.</param>
/// <param name="Unit">As written after the price, such as <c>per 1000 requests</c>.</param>
/// <param name="Units">The number of these units in the drivers.</param>
public sealed record Price(string Name, string Unit, Func<CostDrivers, decimal> Units);

/// <summary>Prices in US dollars. A service without a price costs nothing.</summary>
/// <remarks>Gigabytes and terabytes are as billed: 2^30 and 2^40 bytes.</remarks>
public sealed class PriceTable(IReadOnlyDictionary<string, decimal> prices)
{
    const decimal Gigabyte = 1L << 30;
    const decimal Terabyte = 1L << 40;

    /// <summary>Decimal places: a hundredth of the cheapest read.</summary>
    const int Digits = 10;

    /// <summary>Every known price.</summary>
    public static IReadOnlyList<Price> Known { get; } =
    [
        new("s3.read", "per 1000 requests", drivers => drivers.ReadRequests / 1000m),
        new("s3.write", "per 1000 requests", drivers => drivers.WriteRequests / 1000m),
        new("s3.list", "per 1000 requests", drivers => drivers.ListRequests / 1000m),
        new("s3.delete", "per 1000 requests", drivers => drivers.DeleteRequests / 1000m),
        new("s3.download", "per GB", drivers => drivers.BytesDownloaded / Gigabyte),
        new("athena.scan", "per TB", drivers => drivers.BytesBilled / Terabyte),
        new("glue.request", "per 1000000 requests", drivers => drivers.CatalogRequests / 1_000_000m),
        new("functions.upload", "per GB", drivers => drivers.BytesUploaded / Gigabyte),
        new("functions.time", "per second", drivers => drivers.ActivityMilliseconds / 1000m),
    ];

    /// <summary>All prices are zero.</summary>
    public static PriceTable Free { get; } = new(new Dictionary<string, decimal>());

    public IReadOnlyDictionary<string, decimal> Prices { get; } = prices;

    /// <summary>The table without the prices of a service that is not used, such as <c>functions</c>.</summary>
    public PriceTable Without(string service) =>
        new(Prices.Where(price => !price.Key.StartsWith(service + ".", StringComparison.Ordinal)).ToDictionary());

    public RunCost CostOf(CostDrivers drivers)
    {
        var dollars = Known.Sum(price => Prices.GetValueOrDefault(price.Name) * price.Units(drivers));
        // Dividing by 1 with many digits removes a decimal's trailing zeros.
        return new(drivers, Math.Round(dollars, Digits) / 1.000000000000000000000000000m);
    }
}

using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>One accepted row of the dataset <c>duff_orders</c>.</summary>
sealed record OrderRow(long Order, long Client = 1001, string Name = "Moe's Tavern") : ISourceRow
{
    public string Dataset => "duff_orders";
    public long Product { get; init; } = 102;
    public string Description { get; init; } = "Duff Classic";
    public decimal Price { get; init; } = 2.50m;
    public int Units { get; init; } = 6;
    public decimal Volume { get; init; } = 0.33m;
    public string Channel { get; init; } = "Retail";
    public string Status { get; init; } = "created";
    public string ProcessedOn { get; init; } = "2026-11-21";

    /// <summary>The sample that the brief gives, in <c>samples/duff/orders.csv</c>.</summary>
    public static readonly OrderRow[] Sample =
    [
        new(5678, 1001, "Moe's Tavern"),
        new(5679, 1002, "Kwik-E-Mart")
        {
            Product = 103, Description = "Duff Lite", Price = 2.00m, Units = 12, Volume = 0.5m, Channel = "B2B", Status = "delivered",
        },
        new(5680, 1003, "Krusty Burger")
        {
            Product = 104, Description = "Duff Dry", Price = 3.00m, Units = 8, Volume = 0.25m, Channel = "Online", Status = "broken",
        },
        new(5681, 1004, "Springfield Mall") { Product = 105, Description = "Duff Special", Price = 4.00m, Units = 24, Volume = 1.00m },
        new(5682, 1005, "Moe's Tavern") { Channel = "B2B", Status = "delivered" },
    ];

    /// <summary>The row as a SELECT of the stored columns.</summary>
    public string ToSelect(string run, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT {Client} AS client_id, '{Name.Replace("'", "''", StringComparison.Ordinal)}' AS client_name, {Order} AS order_id,
            {Product} AS product_id,
            '{Description}' AS product_description, {Price} AS product_price, {Units} AS product_ccf, {Volume} AS product_volume,
            '{Channel}' AS point_of_sale_channel, '{Status}' AS status, {Price * Units} AS total_price, {Volume * Units} AS total_volume,
            DATE '{ProcessedOn}' AS pa_date, {offset} AS _offset, '{run}' AS _run
        """);
}

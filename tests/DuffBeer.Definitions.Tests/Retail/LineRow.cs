using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Retail;

/// <summary>One accepted row of the dataset <c>retail_orders</c>.</summary>
sealed record LineRow(string Order, string Product, string Date) : ISourceRow
{
    public string Dataset => "retail_orders";
    public string? ShipMode { get; init; } = "Standard Class";
    public string? Segment { get; init; } = "Consumer";
    public string? Region { get; init; } = "West";
    public string? Category { get; init; } = "Furniture";
    public string? SubCategory { get; init; } = "Chairs";
    public decimal Cost { get; init; } = 100.00m;
    public decimal List { get; init; } = 200.00m;
    public int Quantity { get; init; } = 1;
    public decimal Discount { get; init; }

    decimal Sale => List * (1 - Discount / 100);

    /// <summary>Seven lines of six orders whose figures can all be computed by hand.</summary>
    /// <remarks>
    /// Sales, cost and profit: O1/P1 200, 100, 100 · O1/P2 160, 180, -20 · O2/P1 180, 100, 80 · O3/P3 0, 10, -10 · O4/P4 0, 0, 0 ·
    /// O5/P5 8.7009, 3, 5.7009 · O6/P4 10, 10, 0.
    /// </remarks>
    public static readonly LineRow[] Sample =
    [
        new("O1", "P1", "2023-12-31"),
        new("O1", "P2", "2023-12-31") { SubCategory = "Tables", Cost = 90, List = 100, Quantity = 2, Discount = 20 },
        new("O2", "P1", "2024-01-01") { ShipMode = null, Region = "East", Segment = "Corporate", Discount = 10 },
        new("O3", "P3", "2024-01-15") { ShipMode = "Second Class", Region = "East", Cost = 5, List = 0, Quantity = 2, Discount = 50 },
        new("O4", "P4", "2024-02-10")
        {
            ShipMode = null, Region = "South", Segment = "Corporate", Category = "Technology", SubCategory = "Phones", Cost = 0, List = 0,
        },
        new("O5", "P5", "2023-01-01")
        {
            ShipMode = "First Class", Category = "Office Supplies", SubCategory = "Paper", Cost = 1, List = 2.99m, Quantity = 3,
            Discount = 3,
        },
        new("O6", "P4", "2024-03-01")
        {
            ShipMode = "First Class", Region = null, Segment = null, Category = "Technology", SubCategory = "Phones", Cost = 10,
            List = 12.5m, Discount = 20,
        },
    ];

    public string ToSelect(string run, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT '{Order}' AS order_id, DATE '{Date}' AS order_date, {Text(ShipMode)} AS ship_mode, {Text(Segment)} AS segment,
            'United States' AS country,
            'Springfield' AS city, 'Oregon' AS state, '09701' AS postal_code, {Text(Region)} AS region, {Text(Category)} AS category,
            {Text(SubCategory)} AS sub_category, '{Product}' AS product_id, {Cost} AS cost_price, {List} AS list_price,
            {Quantity} AS quantity,
            {Discount} AS discount_percent, {Sale} AS sale_price, {(Sale - Cost) * Quantity} AS profit, {Sale * Quantity} AS sales,
            '{Date[..7]}' AS order_month, {offset} AS _offset, '{run}' AS _run
        """);

    static string Text(string? value) => value is null ? "NULL" : $"'{value}'";
}

using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>One accepted row of <c>order_items</c>: a line of an order. A guest where <paramref name="User"/> is null.</summary>
/// <param name="At">Time of the order in UTC, such as <c>2023-03-08 16:00</c>.</param>
sealed record Item(string Order, string At, string? User = null, decimal Price = 10.00m) : ISourceRow
{
    public string Dataset => "order_items";
    public string Line { get; init; } = "L1";
    public string App { get; init; } = "Alltown Fresh";
    public string Location { get; init; } = "north";
    public bool IsLoyalty { get; init; }
    public string? Category { get; init; } = "Breakfast";
    public string? Name { get; init; } = "Bagel";
    public int Quantity { get; init; } = 1;

    public string ToSelect(string run, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT {Sql.Text(App)} AS app_name, {Sql.Text(Location)} AS restaurant_id, TIMESTAMP '{At}:00' AS creation_time_utc,
            {Sql.Text(Order)} AS order_id,
            {Sql.Text(User)} AS user_id, NULL AS card_hash, {IsLoyalty} AS is_loyalty, 'USD' AS currency, {Sql.Text(Line)} AS lineitem_id,
            {Sql.Text(Category)} AS item_category, {Sql.Text(Name)} AS item_name, {Price} AS item_price, {Quantity} AS item_quantity,
            '{At[..7]}' AS order_month, {offset} AS _offset, '{run}' AS _run
        """);
}

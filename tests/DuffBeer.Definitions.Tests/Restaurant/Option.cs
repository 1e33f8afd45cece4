using System.Globalization;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

/// <summary>One accepted row of <c>order_item_options</c>.</summary>
sealed record Option(string Order, decimal Price, int Quantity = 1) : ISourceRow
{
    public string Dataset => "order_item_options";
    public string Line { get; init; } = "L1";
    public string Group { get; init; } = "Extras";
    public string Name { get; init; } = "Cheese";

    public string ToSelect(string run, int offset) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT {Sql.Text(Order)} AS order_id, {Sql.Text(Line)} AS lineitem_id, {Sql.Text(Group)} AS option_group_name,
            {Sql.Text(Name)} AS option_name,
            {Price} AS option_price, {Quantity} AS option_quantity, {offset} AS _offset, '{run}' AS _run
        """);
}

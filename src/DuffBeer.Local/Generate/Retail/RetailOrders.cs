namespace DuffBeer.Local.Generate.Retail;

/// <summary>Order lines of a retailer over two years.</summary>
sealed class RetailOrders : SampleDataset
{
    public override string Name => "retail_orders";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("Order Id", CellKind.Text),
        new("Order Date", CellKind.Other),
        new("Ship Mode", CellKind.Text, Required: false),
        new("Segment", CellKind.Text, Required: false),
        new("Country", CellKind.Text, Required: false),
        new("City", CellKind.Text, Required: false),
        new("State", CellKind.Text, Required: false),
        new("Postal Code", CellKind.Text, Required: false),
        new("Region", CellKind.Text, Required: false),
        new("Category", CellKind.Text, Required: false),
        new("Sub Category", CellKind.Text, Required: false),
        new("Product Id", CellKind.Text),
        new("cost price", CellKind.Measure),
        new("List Price", CellKind.Measure),
        new("Quantity", CellKind.Measure),
        new("Discount Percent", CellKind.Measure),
    ];

    public override IReadOnlyList<Quirk> Quirks { get; } = [Quirk.CrlfLines, Quirk.NullTokens, Quirk.LostZeros, Quirk.ZeroPrices];

    public override SampleShape Usual => base.Usual with { Rows = 10_000 };

    public override ISampleRows Begin(SampleShape shape, SplitMix random) => new RetailOrderRows(shape, random, QuirksOf(shape));
}

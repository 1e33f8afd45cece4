namespace DuffBeer.Local.Generate.Duff;

/// <summary>Orders of Duff Beer: order ids rise, and some orders are repeated when they are delivered or broken.</summary>
sealed class DuffOrders : SampleDataset
{
    public override string Name => "duff_orders";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("client_id", CellKind.Identifier),
        new("client_name", CellKind.Text),
        new("order_id", CellKind.Identifier),
        new("product_id", CellKind.Identifier),
        new("product_description", CellKind.Text),
        new("product_price", CellKind.Measure),
        new("product_ccf", CellKind.Measure),
        new("product_volume", CellKind.Measure),
        new("point_of_sale_channel", CellKind.Text),
        new("status", CellKind.Choice),
    ];

    public override ISampleRows Begin(SampleShape shape, SplitMix random) => new DuffOrderRows(shape, random);
}

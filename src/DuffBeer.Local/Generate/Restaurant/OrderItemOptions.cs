namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Options of the lines in a default <see cref="OrderItems"/> file of the same seed and rows.</summary>
sealed class OrderItemOptions : SampleDataset
{
    public override string Name => "order_item_options";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("ORDER_ID", CellKind.Text),
        new("LINEITEM_ID", CellKind.Text),
        new("OPTION_GROUP_NAME", CellKind.Text, Required: false),
        new("OPTION_NAME", CellKind.Text, Required: false),
        new("OPTION_PRICE", CellKind.Amount),
        new("OPTION_QUANTITY", CellKind.Measure),
    ];

    public override IReadOnlyList<Quirk> Quirks { get; } = [Quirk.CrlfLines, Quirk.OrphanOptions, Quirk.Discounts];

    public override SampleShape Usual => base.Usual with { Bad = 0, Duplicates = 0.012 };

    public override ISampleRows Begin(SampleShape shape, SplitMix random) => new OptionRows(shape, QuirksOf(shape));
}

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Lines of restaurant orders. Options of the same seed and rows refer to them.</summary>
sealed class OrderItems : SampleDataset
{
    public override string Name => "order_items";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("APP_NAME", CellKind.Text, Required: false),
        new("RESTAURANT_ID", CellKind.Text),
        new("CREATION_TIME_UTC", CellKind.Other),
        new("ORDER_ID", CellKind.Text),
        new("USER_ID", CellKind.Text, Required: false),
        new("PRINTED_CARD_NUMBER", CellKind.Text, Required: false),
        new("IS_LOYALTY", CellKind.Other, Required: false),
        new("CURRENCY", CellKind.Text, Required: false),
        new("LINEITEM_ID", CellKind.Text),
        new("ITEM_CATEGORY", CellKind.Text, Required: false),
        new("ITEM_NAME", CellKind.Text, Required: false),
        new("ITEM_PRICE", CellKind.Amount),
        new("ITEM_QUANTITY", CellKind.Measure),
    ];

    public override IReadOnlyList<Quirk> Quirks { get; } =
    [
        Quirk.CrlfLines, Quirk.MalformedRow, Quirk.Guests, Quirk.SharedUser, Quirk.DevelopmentApp, Quirk.Stars, Quirk.CaseAndSpace,
        Quirk.LineBreaks,
        Quirk.LargeQuantities, Quirk.ZeroPrices, Quirk.SplicedCategories, Quirk.NearDuplicates,
    ];

    public override SampleShape Usual => base.Usual with { Bad = 0, Duplicates = 0 };

    public override ISampleRows Begin(SampleShape shape, SplitMix random) => new OrderItemRows(shape, QuirksOf(shape));
}

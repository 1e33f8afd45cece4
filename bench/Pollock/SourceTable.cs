using System.Globalization;

namespace DuffBeer.Bench.Pollock;

/// <summary>
/// The file that is polluted: like the benchmark's, a header and 83 rows of nine columns with dates, prices, quoted texts with commas,
/// apostrophes and doubled quotes, and a last column that is always empty. The content is our own.
/// </summary>
static class SourceTable
{
    public const int Columns = 9;
    const int Rows = 83;

    static readonly string[] s_products =
    [
        "Duff Classic", "Moe's Reserve", "Duff Lite, 6 Cans", "Bartender's Choice", "Duff Dry", "Barney's Barrel", "Duff Dark, 12\" Tray",
        "Apu's Sixpack", "Duff Gummy Mugs", "Lenny's Lager, 0.5 l", "Duff Zero",
    ];

    static readonly string[] s_descriptions =
    [
        "Brewed in Springfield, it's the beer that the town agrees on.",
        "A full body, little foam and no regrets.",
        "Light, cold and sold by the tray: you won't notice the difference.",
        "Stored in oak, bottled by hand, and gone before the weekend.",
        "What remains when a recipe loses its sugar, its colour and its price.",
        "For parties of ten, or for Barney's lunch.",
        "The 8\" mug comes with it, and the handle is never loose.",
    ];

    public static DraftLine Header { get; } = DraftLine.Of(
        [.. Names.Select(name => new DraftCell(name, name is "ProductDescription" or "URL"))]);

    public static IReadOnlyList<DraftLine> Lines { get; } = [Header, .. Enumerable.Range(0, Rows).Select(Row)];

    static IEnumerable<string> Names =>
        ["ORDERED", "TIME", "Units", "ORDERNO", "Price", "Product", "ProductDescription", "URL", "Remarks"];

    static DraftLine Row(int row)
    {
        var product = s_products[row % s_products.Length];
        return DraftLine.Of(
        [
            new(new DateOnly(2024, 1, 28).AddDays(row).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), false),
            new(new TimeOnly(9, 0).AddMinutes(row * 7).ToString("HH:mm", CultureInfo.InvariantCulture), false),
            new(Text($"{row * 5 % 13}"), false),
            new(Text($"DB-{4100 + (row * 37)}"), false),
            new(Text($"${2.5m + (row * 0.35m):0.00}"), false),
            new(product, product.Contains(',', StringComparison.Ordinal)),
            new(s_descriptions[row % s_descriptions.Length], true),
            new(Text($"https://beer.example/products/DB_{4100 + (row * 37)}.html"), true),
            new("", false),
        ]);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

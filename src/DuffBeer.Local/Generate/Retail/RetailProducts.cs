using System.Globalization;
using System.Text;

namespace DuffBeer.Local.Generate.Retail;

/// <summary>The products: three categories, seventeen sub-categories, and some products of each.</summary>
static class RetailProducts
{
    /// <param name="Dollars">List price of one unit.</param>
    /// <param name="CostPercent">Cost of one unit in percent of its list price; some products never make a profit.</param>
    public sealed record Product(byte[] Category, byte[] SubCategory, byte[] Id, int Dollars, int CostPercent);

    const int OfEach = 24;

    static readonly (string Category, string SubCategory, int Dollars, int CostPercent)[] s_kinds =
    [
        ("Furniture", "Bookcases", 240, 92), ("Furniture", "Chairs", 260, 88), ("Furniture", "Furnishings", 50, 82),
        ("Furniture", "Tables", 380, 97),
        ("Office Supplies", "Appliances", 190, 84), ("Office Supplies", "Art", 20, 80), ("Office Supplies", "Binders", 30, 78),
        ("Office Supplies", "Envelopes", 30, 76),
        ("Office Supplies", "Fasteners", 10, 80), ("Office Supplies", "Labels", 10, 70), ("Office Supplies", "Paper", 30, 74),
        ("Office Supplies", "Storage", 130, 90),
        ("Office Supplies", "Supplies", 60, 94), ("Technology", "Accessories", 110, 82), ("Technology", "Copiers", 900, 78),
        ("Technology", "Machines", 620, 96),
        ("Technology", "Phones", 300, 86),
    ];

    public static IReadOnlyList<Product> All { get; } =
    [
        .. from kind in s_kinds.Index()
           from product in Enumerable.Range(0, OfEach)
           let factor = 40 + (product * 37 % 160)
           select new Product(
               Utf8(kind.Item.Category), Utf8(kind.Item.SubCategory),
               Utf8(Id(kind.Item.Category, kind.Item.SubCategory, kind.Index, product)),
               Math.Max(2, kind.Item.Dollars * factor / 100), kind.Item.CostPercent - 8 + (product * 7 % 17)),
    ];

    static string Id(string category, string subCategory, int kind, int product) => string.Create(CultureInfo.InvariantCulture,
        $"{category[..3].ToUpperInvariant()}-{subCategory[..2].ToUpperInvariant()}-{10_000_000 + (kind * 1000) + (product * 37)}");

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

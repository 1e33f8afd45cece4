using System.Text;

namespace DuffBeer.Local.Generate.Duff;

/// <summary>The brewery's products: constant attributes, and a price that changes now and then.</summary>
sealed class DuffProducts
{
    /// <summary>A product with its container.</summary>
    /// <param name="Bulk">Divisor of the case size: kegs are not ordered by the crate.</param>
    sealed record Product(string Description, string Litres, int Cents, int BrokenPerMille, int Bulk = 1);

    static readonly Product[] s_range =
    [
        new("Duff Draught", "5.00", 1890, 12, Bulk: 12), new("Duff Classic", "0.33", 250, 28), new("Duff Lite", "0.5", 200, 25),
        new("Duff Dry", "0.25", 300, 42),
        new("Duff Special", "1.00", 400, 35), new("Duff Dark", "0.5", 320, 30), new("Raspberry Duff", "0.33", 285, 31),
        new("Lady Duff", "0.25", 275, 45),
        new("Tartar Control Duff", "0.33", 295, 22), new("Duff Zero", "0.33", 190, 20), new("Duff Blue", "0.5", 310, 27),
        new("Duff Stout", "0.44", 345, 24),
        new("Duff Weizen", "0.5", 330, 33), new("Duff Red", "0.33", 280, 29), new("Duff Keg", "20.000", 6450, 6, Bulk: 24),
        new("Henry K. Duff's Reserve", "0.75", 1250, 55, Bulk: 2),
    ];

    /// <summary>Products by popularity.</summary>
    static readonly int[] s_byPopularity = [1, 2, 3, 4, 5, 10, 9, 6, 13, 12, 11, 0, 7, 8, 14, 15];

    const int FirstId = 101;
    const int Step = 5;
    const int Cheapest = 50;

    static readonly byte[][] s_descriptions = [.. s_range.Select(product => Encoding.UTF8.GetBytes(product.Description))];
    static readonly byte[][] s_litres = [.. s_range.Select(product => Encoding.UTF8.GetBytes(product.Litres))];

    readonly int[] _cents = [.. s_range.Select(product => product.Cents)];
    readonly Popularity _popularity = new(s_range.Length, flatness: 2);

    public int Draw(SplitMix random) => s_byPopularity[_popularity.Draw(random)];

    public static int Id(int product) => FirstId + product;

    public static ReadOnlySpan<byte> Description(int product) => s_descriptions[product];

    public static ReadOnlySpan<byte> Litres(int product) => s_litres[product];

    public static int BrokenPerMille(int product) => s_range[product].BrokenPerMille;

    public static int Bulk(int product) => s_range[product].Bulk;

    public int Cents(int product) => _cents[product];

    /// <summary>Changes one price by some percent, more often up than down, in steps of five cents.</summary>
    public void ChangeOnePrice(SplitMix random)
    {
        var product = random.Below(_cents.Length);
        var percent = random.Below(16) - 6;
        var steps = _cents[product] * percent / 100 / Step;
        _cents[product] = Math.Max(Cheapest, _cents[product] + ((steps == 0 ? 1 : steps) * Step));
    }
}

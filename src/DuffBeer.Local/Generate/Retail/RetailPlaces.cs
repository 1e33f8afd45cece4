using System.Text;

namespace DuffBeer.Local.Generate.Retail;

/// <summary>Destinations of orders: cities of the four regions, the largest first.</summary>
static class RetailPlaces
{
    public sealed record Place(byte[] City, byte[] State, byte[] PostalCode, byte[] Region)
    {
        /// <summary>Without leading zeros, as a spreadsheet leaves it.</summary>
        public byte[] ShortCode { get; } = [.. PostalCode.AsSpan().TrimStart((byte)'0')];
    }

    static readonly (string City, string State, string PostalCode, string Region)[] s_cities =
    [
        ("New York City", "New York", "10024", "East"), ("Los Angeles", "California", "90049", "West"),
        ("Philadelphia", "Pennsylvania", "19134", "East"),
        ("San Francisco", "California", "94122", "West"), ("Seattle", "Washington", "98105", "West"),
        ("Houston", "Texas", "77036", "Central"),
        ("Chicago", "Illinois", "60610", "Central"), ("Boston", "Massachusetts", "02139", "East"), ("Columbus", "Ohio", "43229", "East"),
        ("San Diego", "California", "92037", "West"), ("Springfield", "Virginia", "22153", "South"),
        ("Dallas", "Texas", "75217", "Central"),
        ("Jacksonville", "Florida", "32216", "South"), ("Detroit", "Michigan", "48227", "Central"),
        ("Newark", "New Jersey", "07109", "East"),
        ("Jackson", "Mississippi", "39212", "South"), ("Columbia", "South Carolina", "29203", "South"),
        ("Aurora", "Colorado", "80013", "West"),
        ("Phoenix", "Arizona", "85023", "West"), ("Lakewood", "New Jersey", "08701", "East"),
        ("Providence", "Rhode Island", "02908", "East"),
        ("Miami", "Florida", "33180", "South"), ("Henderson", "Kentucky", "42420", "South"), ("Arlington", "Texas", "76017", "Central"),
        ("Dover", "New Hampshire", "03820", "East"), ("Fairfield", "Connecticut", "06824", "East"),
        ("Burlington", "Vermont", "05401", "East"),
        ("Minneapolis", "Minnesota", "55407", "Central"), ("Richmond", "Virginia", "23223", "South"),
        ("Portland", "Maine", "04101", "East"),
    ];

    public static IReadOnlyList<Place> All { get; } =
        [.. s_cities.Select(city => new Place(Utf8(city.City), Utf8(city.State), Utf8(city.PostalCode), Utf8(city.Region)))];

    /// <summary>Draws a place, more often one near the start of the list.</summary>
    public static Place Draw(SplitMix random) => All[Math.Min(random.Below(All.Count), random.Below(All.Count))];

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Names of the restaurants whose ids the orders of the same seed have. The places are invented.</summary>
sealed class RestaurantLocations : SampleDataset
{
    static readonly (string City, string[] Streets)[] s_cities =
    [
        ("Springfield", ["Main Street", "Evergreen Square", "Station Road", "Harbour View"]),
        ("Shelbyville", ["Market Place", "Mill Lane", "College Green", "East Gate"]),
        ("Capital City", ["Grand Avenue", "Union Station", "Riverside", "North Terminal"]),
        ("Ogdenville", ["High Street", "Orchard Road", "Old Town", "Garden Court"]),
        ("North Haverbrook", ["Monorail Plaza", "Lake Street", "Park Row", "Bridge Street"]),
        ("Brockway", ["Depot Street", "Hill Road", "Central Market", "West End"]),
        ("Cypress Creek", ["Campus Walk", "Forest Drive", "Innovation Way", "South Gate"]),
    ];

    public override string Name => "restaurant_locations";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("id", CellKind.Text), new("name", CellKind.Text), new("city", CellKind.Text, Required: false),
    ];

    public override SampleShape Usual => new(Diner.Restaurants, Bad: 0, Duplicates: 0);

    public override ISampleRows Begin(SampleShape shape, SplitMix random) => new Rows(shape.Seed);

    sealed class Rows(ulong seed) : ISampleRows
    {
        readonly RestaurantIds _ids = new(seed);
        int _rows;

        public void Next(CsvLine line)
        {
            var number = _rows++;
            var (city, streets) = s_cities[number % s_cities.Length];
            var street = number / s_cities.Length;
            var further = street / streets.Length;
            _ids.Restaurant.Write(OrderItemRows.RestaurantSeconds, number, line);
            line.Text(Encoding.UTF8.GetBytes($"{city} {streets[street % streets.Length]}{(further > 0 ? $" {further + 1}" : "")}"));
            line.Text(Encoding.UTF8.GetBytes(city));
        }
    }
}

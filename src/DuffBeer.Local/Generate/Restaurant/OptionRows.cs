using System.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>
/// Writes options line by line of the orders; half of the lines have some, so that options and lines end at about the same place.
/// </summary>
sealed class OptionRows(SampleShape shape, IReadOnlySet<Quirk> quirks) : ISampleRows
{
    const int Orphans = 28;
    const int LeastBetweenOrphans = 100;

    readonly record struct Option(byte[] Group, byte[] Name, int Cents);

    /// <summary>Groups, each with its options, the most popular first. A name with a comma is quoted.</summary>
    static readonly Option[][] s_groups =
    [
        Of("Choose Bread", ("Brioche Bun", 0), ("Whole Wheat", 0), ("Gluten Free Roll", 150), ("Wrap", 0)),
        Of("Add Protein", ("Extra Bacon", 250), ("Extra Egg", 150), ("Sausage Patty", 200), ("Tofu", 150)),
        Of("Milk Options", ("Whole Milk", 0), ("Oat Milk", 75), ("Almond Milk", 75), ("No Milk", 0)),
        Of("Toppings", ("Lettuce", 0), ("Tomato", 0), ("\"Onions, grilled\"", 0), ("Avocado", 199)),
        Of("Preparation", ("Toasted", 0), ("Cut in Half", 0), ("\"Sauce, on the side\"", 0), ("Extra Cheese", 100)),
    ];

    readonly RestaurantOrders _orders = new(shape.Rows, shape.Seed);
    readonly RestaurantIds _ids = new(shape.Seed);
    readonly SplitMix _random = new(~shape.Seed);
    readonly long _betweenOrphans = Math.Max(LeastBetweenOrphans, shape.Rows / (Orphans + 1));

    // A malformed row takes the place of a line.
    long _linesLeft = shape.Rows - 1;
    long _rows;
    int _left;
    int _group;
    OrderLine _line;

    public void Next(CsvLine line)
    {
        var row = _rows++;
        if (row % _betweenOrphans == _betweenOrphans - 1 && quirks.Contains(Quirk.OrphanOptions))
        {
            WriteIds(_line with { Line = ~row }, line);
            WriteOption(line);
            return;
        }

        while (_left == 0)
            Advance();
        _left--;
        WriteIds(_line, line);
        if (row % 211 == 5 && quirks.Contains(Quirk.Discounts))
        {
            line.Text("Rewards"u8);
            line.Text("Loyalty Discount"u8);
            line.Hundredths(-100);
            line.Number(1);
        }
        else
            WriteOption(line);
    }

    /// <summary>Goes to the next line and decides how many options it has; the last line gets all that are left.</summary>
    void Advance()
    {
        if (_linesLeft <= 0)
        {
            _left = 1;
            return;
        }

        _line = _orders.Next();
        _group = _random.Below(s_groups.Length);
        // Options per line that has some: 1.87 on average.
        var share = (shape.Rows - _rows + 1) / (1.87 * _linesLeft--);
        var draw = _random.Below(100);
        if (_random.Chance(share))
            _left = draw switch { < 45 => 1, < 75 => 2, < 93 => 3, _ => 4 };
    }

    void WriteIds(in OrderLine of, CsvLine line)
    {
        _ids.Order.Write(of.Seconds, of.Order, line);
        _ids.Line.Write(of.Seconds, of.Line, line);
    }

    void WriteOption(CsvLine line)
    {
        // The next group each time, so that a line never has an option twice.
        var group = s_groups[_group++ % s_groups.Length];
        var option = group[Math.Min(_random.Below(group.Length), _random.Below(group.Length))];
        line.Text(option.Group);
        line.Text(option.Name);
        line.Hundredths(option.Cents);
        line.Number(1);
    }

    static Option[] Of(string group, params (string Name, int Cents)[] options) =>
        [.. options.Select(option => new Option(Encoding.UTF8.GetBytes(group), Encoding.UTF8.GetBytes(option.Name), option.Cents))];
}

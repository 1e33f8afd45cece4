using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DuffBeer.Local.Generate.Retail;

/// <summary>Writes order lines by date: two years, with most business in autumn.</summary>
sealed class RetailOrderRows(SampleShape shape, SplitMix random, IReadOnlySet<Quirk> quirks) : ISampleRows
{
    const int MostLines = 3;

    /// <summary>Coprime to the number of products, so that lines of one order never repeat a product.</summary>
    const int ProductStep = 7;

    static readonly DateOnly s_first = new(2022, 1, 1);
    static readonly string[] s_nullTokens = ["Not Available", "unknown", "N/A", ""];

    /// <summary>Share of a year's lines in each month, in thousandths.</summary>
    static readonly int[] s_months = [60, 55, 75, 70, 75, 75, 75, 80, 100, 90, 120, 125];

    readonly byte[] _date = new byte["yyyy-MM-dd".Length];
    readonly byte[] _id = new byte[32];
    int _idLength;
    RetailPlaces.Place _place = RetailPlaces.All[0];
    string _shipMode = "";
    string _segment = "";
    int _product;
    long _orders;
    long _rows;
    int _linesLeft;

    public void Next(CsvLine line)
    {
        if (_linesLeft == 0)
            BeginOrder();
        _linesLeft--;
        _rows++;
        _product = (_product + ProductStep) % RetailProducts.All.Count;
        var product = RetailProducts.All[_product];

        line.Text(_id.AsSpan(0, _idLength));
        line.Text(_date);
        line.Text(Encoding.UTF8.GetBytes(_shipMode));
        line.Text(Encoding.UTF8.GetBytes(_segment));
        line.Text("United States"u8);
        line.Text(_place.City);
        line.Text(_place.State);
        line.Text(quirks.Contains(Quirk.LostZeros) ? _place.ShortCode : _place.PostalCode);
        line.Text(_place.Region);
        line.Text(product.Category);
        line.Text(product.SubCategory);
        line.Text(product.Id);
        WritePrices(product, line);
    }

    void WritePrices(RetailProducts.Product product, CsvLine line)
    {
        var isFree = _rows % 499 == 100 && quirks.Contains(Quirk.ZeroPrices);
        var list = isFree ? 0 : product.Dollars;
        // Every tenth price has cents; the others are whole dollars without a point, as in the real files.
        if (_rows % 10 == 3 && !isFree)
        {
            line.Hundredths((list * product.CostPercent) + 49);
            line.Hundredths((list * 100) + 99);
        }
        else
        {
            line.Number(list * product.CostPercent / 100);
            line.Number(list);
        }

        line.Number(1 + Math.Min(random.Below(10), random.Below(10)));
        line.Number(2 + random.Below(4));
    }

    void BeginOrder()
    {
        _orders++;
        _linesLeft = random.Below(100) switch { < 55 => 1, < 85 => 2, _ => MostLines };
        _place = RetailPlaces.Draw(random);
        _product = random.Below(RetailProducts.All.Count);
        _shipMode = random.Below(100) switch { < 60 => "Standard Class", < 79 => "Second Class", < 94 => "First Class", _ => "Same Day" };
        if (random.Below(100) == 0 && quirks.Contains(Quirk.NullTokens))
            _shipMode = random.Pick(s_nullTokens);
        _segment = random.Below(100) switch { < 52 => "Consumer", < 82 => "Corporate", _ => "Home Office" };
        var day = Day();
        day.TryFormat(_date, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        WriteId(day);
    }

    /// <summary>Most ids are plain numbers; one in five has the old format.</summary>
    void WriteId(DateOnly day)
    {
        _idLength = 0;
        if (_orders % 5 == 0)
        {
            "CA-"u8.CopyTo(_id);
            Utf8Formatter.TryFormat(day.Year, _id.AsSpan(3), out _);
            _id[7] = (byte)'-';
            _idLength = 8;
        }

        Utf8Formatter.TryFormat(_orders, _id.AsSpan(_idLength), out var digits);
        _idLength += digits;
    }

    /// <summary>The date that the file has reached.</summary>
    DateOnly Day()
    {
        var (year, part) = Math.DivRem(Math.Min(_rows, shape.Rows - 1) * 2000 / Math.Max(1, shape.Rows), 1000);
        var month = 0;
        for (; part >= s_months[month]; month++)
            part -= s_months[month];
        var start = s_first.AddYears((int)year).AddMonths(month);
        return start.AddDays((int)(part * DateTime.DaysInMonth(start.Year, start.Month) / s_months[month]));
    }
}

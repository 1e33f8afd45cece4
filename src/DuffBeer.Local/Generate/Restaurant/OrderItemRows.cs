using System.Buffers.Text;

namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>Writes lines of orders, with oddities at fixed distances so that a small file has them too.</summary>
sealed class OrderItemRows(SampleShape shape, IReadOnlySet<Quirk> quirks) : ISampleRows
{
    public const uint RestaurantSeconds = 0x63bc98a7;
    const uint SharedUserSeconds = 0x5e9ef1c0;

    readonly RestaurantOrders _orders = new(shape.Rows, shape.Seed);
    readonly RestaurantIds _ids = new(shape.Seed);
    readonly ItemTexts _texts = new(quirks);
    readonly long _malformed = quirks.Contains(Quirk.MalformedRow) ? shape.Rows / 2 : -1;
    long _rows;

    public void Next(CsvLine line)
    {
        var isMalformed = _rows++ == _malformed;
        Write(_orders.Next(), line, isMalformed);
    }

    void Write(in OrderLine of, CsvLine line, bool isMalformed)
    {
        line.Text(AppName(of));
        _ids.Restaurant.Write(RestaurantSeconds, of.Restaurant, line);
        Timestamp(of.Milliseconds, line);
        _ids.Order.Write(of.Seconds, of.Order, line);
        WriteUser(of, line);
        if (of.IsLoyal)
            line.Number(9_990_000_000_000_000 + (long)(_ids.User.Scrambled(of.Diner.Number) % 1_000_000_000_000));
        else
            line.Text([]);
        line.Text(_texts.Truth(of.IsLoyal, of.Order));
        line.Text("USD"u8);
        if (isMalformed)
        {
            line.Text([]);
            line.Text([]);
            line.Text([]);
            line.Hundredths(0);
            line.Number(0);
            return;
        }

        var (quantity, cents) = Value(of);
        _ids.Line.Write(of.Seconds, of.Line, line);
        line.Text(_texts.Category(of));
        line.Text(_texts.Name(of));
        line.Hundredths(cents);
        line.Number(quantity);
    }

    ReadOnlySpan<byte> AppName(in OrderLine of)
    {
        if (of.Order % 251 == 7 && quirks.Contains(Quirk.DevelopmentApp))
            return "Alltown Fresh - DEVELOPMENT"u8;
        return of.Order % 163 == 5 ? "Alltown Neighborhood Perks"u8 : "Alltown Fresh"u8;
    }

    /// <summary>Without its quirk a guest is a user with one order, and so is each user of a shared id.</summary>
    void WriteUser(in OrderLine of, CsvLine line)
    {
        if (of.Diner.Kind == DinerKind.Guest && quirks.Contains(Quirk.Guests))
            line.Text([]);
        else if (of.Diner.Kind == DinerKind.SharedUser)
            _ids.User.Write(SharedUserSeconds, quirks.Contains(Quirk.SharedUser) ? 0 : ~of.Order, line);
        else
            _ids.User.Write(of.DinerSeconds, of.Diner.Number, line);
    }

    /// <summary>The price is that of the whole line, as in the real data. Prices rise every year.</summary>
    (int Quantity, int Cents) Value(in OrderLine of)
    {
        var quantity = of.Line % 1999 == 800 && quirks.Contains(Quirk.LargeQuantities) ? 300 + (int)(of.Line % 201) : of.Quantity;
        if (of.Line % 1303 == 77 && quirks.Contains(Quirk.ZeroPrices))
            return (quantity, 0);
        var years = (int)(
            (of.Milliseconds - new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()) / 31_556_952_000);
        return (quantity, Menu.Items[of.Item].Cents * (92 + (3 * years)) / 100 * quantity);
    }

    /// <summary>ISO 8601 with as many fraction digits as the milliseconds need: usually three, sometimes fewer.</summary>
    static void Timestamp(long milliseconds, CsvLine line)
    {
        Span<byte> text = stackalloc byte["yyyy-MM-ddTHH:mm:ss.fffffffZ".Length];
        Utf8Formatter.TryFormat(DateTime.UnixEpoch.AddMilliseconds(milliseconds), text, out _, new('O'));
        // 'O' writes seven fraction digits; the last four are zeros here.
        var length = "yyyy-MM-ddTHH:mm:ss.fff".Length;
        while (text[length - 1] == '0' && length > "yyyy-MM-ddTHH:mm:ss.".Length)
            length--;
        if (text[length - 1] == '.')
            length--;
        text[length++] = (byte)'Z';
        line.Text(text[..length]);
    }
}

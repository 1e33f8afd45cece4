namespace DuffBeer.Core.Csv;

/// <summary>How reading by strict RFC 4180 quoting came to its end.</summary>
enum ScanEnd
{
    /// <summary>At a line break outside quotes, or at the end of the file outside quotes.</summary>
    Record,
    OutOfBytes,
    StrayQuote,
    TextAfterQuote,
    PastLimitInQuotes,
    PastLimit,
    FileEndInQuotes,
}

/// <summary>Reads one record from a boundary, byte by byte.</summary>
ref struct QuoteScan(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, int limit)
{
    const byte Lf = (byte)'\n';
    const byte Cr = (byte)'\r';

    readonly ReadOnlySpan<byte> _bytes = bytes;

    enum Place { CellStart, Unquoted, Quoted, AfterQuote }

    /// <summary>Bytes passed: the record's length where it ended well.</summary>
    public int Position { get; private set; }

    /// <summary>The first line break inside quotes; -1 where none was passed.</summary>
    public int FirstBreak { get; private set; } = -1;

    /// <summary>By the strict rule: a quote opens a cell only as its first byte and closes it only before a separator or an end.</summary>
    /// <param name="inQuotes">Whether the first byte is taken to lie inside a quoted cell.</param>
    public ScanEnd Strict(CellEnds? cells, bool inQuotes = false) =>
        Run(inQuotes ? Place.Quoted : Place.CellStart, cells, strayQuotesAreText: false);

    /// <summary>By the rule for bytes that are one physical line: stray quotes inside unquoted cells are text.</summary>
    public ScanEnd LineAlone(CellEnds? cells) => Run(Place.CellStart, cells, strayQuotesAreText: true);

    ScanEnd Run(Place place, CellEnds? cells, bool strayQuotesAreText)
    {
        var (separator, quote) = dialect;
        cells?.Clear();
        for (; Position < _bytes.Length; Position++)
        {
            var b = _bytes[Position];
            var isBreak = b is Lf or Cr;
            if (isBreak && place != Place.Quoted)
                return End(cells);
            if (Position == limit)
                return place == Place.Quoted || (place == Place.AfterQuote && b == quote) ? ScanEnd.PastLimitInQuotes : ScanEnd.PastLimit;

            switch (place)
            {
                case Place.Quoted when b == quote:
                    place = Place.AfterQuote;
                    break;
                case Place.Quoted when isBreak:
                    if (FirstBreak < 0)
                        FirstBreak = Position;
                    break;
                case Place.Quoted:
                    break;
                case Place.AfterQuote when b == quote:
                    place = Place.Quoted;
                    break;
                case var _ when b == separator:
                    cells?.Add(Position);
                    place = Place.CellStart;
                    break;
                case Place.AfterQuote:
                    return ScanEnd.TextAfterQuote;
                case Place.CellStart when b == quote:
                    place = Place.Quoted;
                    break;
                case Place.Unquoted when b == quote && !strayQuotesAreText:
                    return ScanEnd.StrayQuote;
                default:
                    place = Place.Unquoted;
                    break;
            }
        }

        if (!endOfFile)
            return ScanEnd.OutOfBytes;
        return place == Place.Quoted ? ScanEnd.FileEndInQuotes : End(cells);
    }

    readonly ScanEnd End(CellEnds? cells)
    {
        cells?.Add(Position);
        return ScanEnd.Record;
    }
}

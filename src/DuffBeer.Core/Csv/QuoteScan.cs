namespace DuffBeer.Core.Csv;

/// <summary>How reading by strict RFC 4180 quoting ended.</summary>
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
    readonly ReadOnlySpan<byte> _bytes = bytes;
    readonly Dialect _dialect = dialect;
    readonly byte[]? _rest = dialect.DelimiterRest;

    enum Place { CellStart, Unquoted, UnquotedEscape, Quoted, QuotedEscape, AfterQuote, Closed }

    /// <summary>Bytes read: the record's length if it ended well.</summary>
    public int Position { get; private set; }

    /// <summary>The first line break inside quotes; -1 if there was none.</summary>
    public int FirstBreak { get; private set; } = -1;

    /// <summary>By the strict rule: a quote opens a cell only as its first byte and closes it only before a separator or an end.</summary>
    /// <param name="inQuotes">Whether the first byte is assumed to be inside a quoted cell.</param>
    public ScanEnd Strict(CellEnds? cells, bool inQuotes = false) =>
        Run(inQuotes ? Place.Quoted : Place.CellStart, cells, strayQuotesAreText: false);

    /// <summary>The rule for one physical line: stray quotes inside unquoted cells are text.</summary>
    public ScanEnd LineAlone(CellEnds? cells) => Run(Place.CellStart, cells, strayQuotesAreText: true);

    ScanEnd Run(Place place, CellEnds? cells, bool strayQuotesAreText)
    {
        var (separator, quote) = _dialect;
        cells?.Clear();
        for (var i = 0; i < _bytes.Length; i++)
        {
            if (place == Place.Quoted)
                i = PassQuoted(i, quote);
            if (i == _bytes.Length)
                break;

            var b = _bytes[i];
            if (b is LineBreak.Lf or LineBreak.Cr)
            {
                if (place is not (Place.Quoted or Place.QuotedEscape))
                    return RecordAt(i, cells);
                if (FirstBreak < 0)
                    FirstBreak = i;
            }

            if (i == limit)
                return StopAt(
                    i, IsOpen(place) || (place == Place.AfterQuote && b == quote) ? ScanEnd.PastLimitInQuotes : ScanEnd.PastLimit);

            if (_rest is not null && IsCutDelimiter(i))
                return StopAt(_bytes.Length, ScanEnd.OutOfBytes);

            if (place is Place.QuotedEscape or Place.UnquotedEscape)
                place = place == Place.QuotedEscape ? Place.Quoted : Place.Unquoted;
            else if (b == _dialect.Escape && place is Place.Quoted or Place.Unquoted or Place.CellStart)
                place = place == Place.Quoted ? Place.QuotedEscape : Place.UnquotedEscape;
            else if (b == quote && place is not (Place.Unquoted or Place.Closed))
                place = place == Place.Quoted ? Place.AfterQuote : Place.Quoted;
            else if (b == separator && IsDelimiter(i))
            {
                cells?.Add(i);
                i += _rest?.Length ?? 0;
                place = Place.CellStart;
            }
            else if (_dialect.IsOuterSpace(b) && place is Place.CellStart or Place.AfterQuote or Place.Closed)
                place = place == Place.CellStart ? Place.CellStart : Place.Closed;
            else if (place is Place.AfterQuote or Place.Closed)
                return StopAt(i, ScanEnd.TextAfterQuote);
            else if (b == quote && !strayQuotesAreText)
                return StopAt(i, ScanEnd.StrayQuote);
            else
                place = Place.Unquoted;
        }

        if (!endOfFile)
            return StopAt(_bytes.Length, ScanEnd.OutOfBytes);
        return IsOpen(place) ? StopAt(_bytes.Length, ScanEnd.FileEndInQuotes) : RecordAt(_bytes.Length, cells);
    }

    /// <summary>Whether the rest of a delimiter follows its first byte, within the limit.</summary>
    readonly bool IsDelimiter(int at) =>
        _rest is null || (at + _rest.Length < limit && _bytes[(at + 1)..].StartsWith(_rest));

    /// <summary>Whether the bytes end inside what may be a delimiter.</summary>
    readonly bool IsCutDelimiter(int at)
    {
        if (endOfFile || _bytes[at] != _dialect.Delimiter || at + _rest!.Length >= limit)
            return false;
        var next = _bytes[(at + 1)..];
        return next.Length < _rest.Length && _rest.AsSpan().StartsWith(next);
    }

    static bool IsOpen(Place place) => place is Place.Quoted or Place.QuotedEscape;

    /// <summary>Finds the next quote, the limit or the end of the bytes; notes the first line break on the way.</summary>
    int PassQuoted(int from, byte quote)
    {
        var rest = _bytes[from..Math.Max(from, Math.Min(_bytes.Length, limit))];
        var escape = _dialect.Escape ?? quote;
        var at = FirstBreak < 0 ? rest.IndexOfAny([quote, escape, LineBreak.Lf, LineBreak.Cr]) : rest.IndexOfAny(quote, escape);
        if (at >= 0 && rest[at] != quote && rest[at] != escape)
        {
            FirstBreak = from + at;
            at = rest.IndexOfAny(quote, escape);
        }

        return at < 0 ? from + rest.Length : from + at;
    }

    ScanEnd RecordAt(int position, CellEnds? cells)
    {
        cells?.Add(position);
        return StopAt(position, ScanEnd.Record);
    }

    ScanEnd StopAt(int position, ScanEnd end)
    {
        Position = position;
        return end;
    }
}

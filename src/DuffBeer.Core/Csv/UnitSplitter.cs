namespace DuffBeer.Core.Csv;

/// <summary>Finds the unit that begins at a boundary, using only the bytes from there, the end of the file and the limit.</summary>
/// <remarks>
/// Quoting is strict, so that an open quote cannot swallow the rows after it; where strict quoting breaks, the physical line is a unit of
/// its own. Because nothing is carried from one unit to the next, chunks that start at boundaries read what one reader of the whole file
/// reads.
/// </remarks>
static class UnitSplitter
{
    /// <param name="bytes">From the boundary on.</param>
    /// <param name="endOfFile">Whether the file ends where <paramref name="bytes"/> do.</param>
    /// <param name="limit">The largest unit, its line break not counted.</param>
    /// <param name="cells">Filled for a record; meaningless otherwise.</param>
    public static Unit Split(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, int limit, CellEnds? cells = null)
    {
        if (!bytes.IsEmpty && bytes[0] == dialect.Comment)
            return Comment(bytes, endOfFile, limit);
        var scan = new QuoteScan(bytes, endOfFile, dialect, limit);
        var end = scan.Strict(cells);
        if (end == ScanEnd.OutOfBytes || (end == ScanEnd.Record && bytes.IsEmpty))
            return Unit.NeedsMore(scan.Position);
        if (end == ScanEnd.Record)
            return Whole(bytes, endOfFile, scan.Position == 0 ? UnitKind.Blank : UnitKind.Record, default, scan.Position, scan.Position);
        if (scan.FirstBreak >= 0)
            return Whole(bytes, endOfFile, UnitKind.Fault, AfterFirstLine(end), scan.FirstBreak, scan.Position);
        return LineAlone(bytes, endOfFile, dialect, limit, cells, scan.Position);
    }

    /// <summary>The boundary after a record, if the first byte is inside one of its quoted cells; null if strict quoting breaks.</summary>
    public static int? EndOfQuoted(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, int limit, out bool needsMore)
    {
        var scan = new QuoteScan(bytes, endOfFile, dialect, limit);
        var end = scan.Strict(cells: null, inQuotes: true);
        needsMore = end == ScanEnd.OutOfBytes || (end == ScanEnd.Record && LineBreak.LengthAt(bytes, scan.Position, endOfFile) is null);
        return needsMore || end != ScanEnd.Record ? null : scan.Position + LineBreak.LengthAt(bytes, scan.Position, endOfFile);
    }

    static UnitFault AfterFirstLine(ScanEnd end) => end switch
    {
        ScanEnd.PastLimitInQuotes or ScanEnd.FileEndInQuotes => UnitFault.UnclosedQuote,
        ScanEnd.PastLimit => UnitFault.LineTooLong,
        _ => UnitFault.BadQuote,
    };

    /// <summary>A comment is its physical line, whatever quotes it has.</summary>
    static Unit Comment(ReadOnlySpan<byte> bytes, bool endOfFile, int limit)
    {
        var end = LineBreak.IndexIn(bytes);
        if (end < 0 && !endOfFile)
            return bytes.Length > limit ? Unit.LineGoesOn(bytes.Length) : Unit.NeedsMore(bytes.Length);
        var length = end < 0 ? bytes.Length : end;
        if (length <= limit)
            return Whole(bytes, endOfFile, UnitKind.Blank, UnitFault.None, length, length);
        return LineBreak.LengthAt(bytes, length, endOfFile) is null
            ? Unit.LineGoesOn(length)
            : Whole(bytes, endOfFile, UnitKind.Fault, UnitFault.LineTooLong, length, length);
    }

    static Unit LineAlone(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, int limit, CellEnds? cells, int examined)
    {
        var rest = LineBreak.IndexIn(bytes[examined..]);
        var length = rest < 0 ? bytes.Length : examined + rest;
        if (rest < 0 && !endOfFile)
            return length > limit ? Unit.LineGoesOn(length) : Unit.NeedsMore(length);
        if (length > limit)
            return LineBreak.LengthAt(bytes, length, endOfFile) is null
                ? Unit.LineGoesOn(length)
                : Whole(bytes, endOfFile, UnitKind.Fault, UnitFault.LineTooLong, length, length);

        var line = new QuoteScan(bytes[..length], endOfFile: true, dialect, limit);
        return line.LineAlone(cells) switch
        {
            ScanEnd.Record =>
                Whole(bytes, endOfFile, UnitKind.Record, UnitFault.None, length, length + line.Position) with { HasStrayQuote = true },
            ScanEnd.TextAfterQuote => Whole(bytes, endOfFile, UnitKind.Fault, UnitFault.BadQuote, length, length + line.Position),
            _ => Whole(bytes, endOfFile, UnitKind.Fault, UnitFault.UnclosedQuote, length, length + line.Position),
        };
    }

    static Unit Whole(ReadOnlySpan<byte> bytes, bool endOfFile, UnitKind kind, UnitFault fault, int length, int examined) =>
        LineBreak.LengthAt(bytes, length, endOfFile) is { } breakLength
            ? new(UnitExtent.Whole, kind, fault, length, breakLength, HasStrayQuote: false, examined)
            : Unit.NeedsMore(examined);
}

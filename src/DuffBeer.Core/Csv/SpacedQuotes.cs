namespace DuffBeer.Core.Csv;

/// <summary>Recognises a file that writes spaces around quoted cells: <c>"a", "b"</c>.</summary>
static class SpacedQuotes
{
    /// <summary>The dialect, with spaced quotes if more of the records read well that way.</summary>
    /// <param name="bytes">From the header on.</param>
    public static Dialect Detect(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect)
    {
        if (dialect.SpacedQuotes || !HasSpacedQuote(bytes, dialect))
            return dialect;
        var spaced = dialect with { SpacedQuotes = true };
        return Faults(bytes, endOfFile, spaced) < Faults(bytes, endOfFile, dialect) ? spaced : dialect;
    }

    static bool HasSpacedQuote(ReadOnlySpan<byte> bytes, Dialect dialect)
    {
        byte[] delimiter = [dialect.Delimiter, .. dialect.DelimiterRest ?? []];
        return dialect.Delimiter != ' '
            && (bytes.IndexOf([.. delimiter, (byte)' ', dialect.Quote]) >= 0
                || bytes.IndexOf([dialect.Quote, (byte)' ', .. delimiter]) >= 0
                || bytes.IndexOf([.. delimiter, (byte)' ', (byte)' ', dialect.Quote]) >= 0
                || bytes.IndexOf([.. delimiter, (byte)'\t', dialect.Quote]) >= 0);
    }

    /// <summary>Records that are not clean.</summary>
    static int Faults(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect)
    {
        var faults = 0;
        for (var at = 0; at < bytes.Length;)
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes);
            if (unit.Extent != UnitExtent.Whole)
                break;
            faults += unit.Kind == UnitKind.Fault || unit.HasStrayQuote ? 1 : 0;
            at += unit.Length + unit.BreakLength;
        }

        return faults;
    }
}

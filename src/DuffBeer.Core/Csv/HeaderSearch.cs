using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Csv;

/// <summary>The normalised names of a contract's columns, to be recognised in a line.</summary>
sealed class HeaderNames(IEnumerable<string> names)
{
    readonly HashSet<string> _names = [.. names.Select(HeaderName.Fold)];

    /// <summary>How many distinct names a header has.</summary>
    public int In(IEnumerable<string> header) => header.Select(HeaderName.Fold).Distinct().Count(_names.Contains);
}

/// <summary>Finds a header behind other lines.</summary>
static class HeaderSearch
{
    /// <summary>Lines at which the header may begin.</summary>
    public const int Lines = 20;

    /// <summary>The line at which a header with most of the names begins; the earliest of several.</summary>
    /// <param name="records">Records of the header.</param>
    /// <returns>Its start in the bytes, and its number of names: 0 if no line has one.</returns>
    public static (int Start, int Named) In(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, HeaderNames names, int records)
    {
        var best = (Start: 0, Named: 0);
        for (int at = 0, line = 0; line < Lines && at < bytes.Length; line++)
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes);
            if (unit.Extent != UnitExtent.Whole)
                break;
            if (unit.Kind == UnitKind.Record
                && names.In(HeaderRecords.Read(bytes[at..], endOfFile, dialect, records).Names) is var named && named > best.Named)
                best = (at, named);
            at += unit.Length + unit.BreakLength;
        }

        return best;
    }
}

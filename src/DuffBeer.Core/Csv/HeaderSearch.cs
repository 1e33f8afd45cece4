using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Csv;

/// <summary>The normalised names of a contract's columns, to be recognised in a line.</summary>
sealed class HeaderNames(IEnumerable<string> names)
{
    readonly HashSet<string> _names = [.. names.Select(HeaderName.Fold)];

    /// <summary>How many distinct names a record has.</summary>
    public int In(in Record record) => record.Texts().Select(HeaderName.Fold).Distinct().Count(_names.Contains);
}

/// <summary>Finds a header behind other lines.</summary>
static class HeaderSearch
{
    /// <summary>Lines that may be the header.</summary>
    public const int Lines = 20;

    /// <summary>The line with most of the names; the earliest of several.</summary>
    /// <returns>Its start in the bytes, and its number of names: 0 if no line has one.</returns>
    public static (int Start, int Named) In(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, HeaderNames names)
    {
        var cells = new CellEnds();
        var best = (Start: 0, Named: 0);
        for (int at = 0, line = 0; line < Lines && at < bytes.Length; line++)
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes, cells);
            if (unit.Extent != UnitExtent.Whole)
                break;
            if (unit.Kind == UnitKind.Record
                && names.In(Record.Of(bytes.Slice(at, unit.Length), cells, dialect)) is var named && named > best.Named)
                best = (at, named);
            at += unit.Length + unit.BreakLength;
        }

        return best;
    }
}

using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Csv;

/// <summary>
/// Chooses the delimiter whose header has most of the contract's columns; otherwise the one that splits the first records evenly.
/// </summary>
/// <param name="names">The names of the contract's columns.</param>
/// <param name="columns">Cells of every record if there is no header; null if there is one.</param>
sealed class DelimiterSniffer(HeaderNames names, int? columns)
{
    const int Records = 32;

    static readonly byte[] s_candidates = ",;\t|"u8.ToArray();

    /// <param name="bytes">From the header on.</param>
    /// <param name="endOfFile">Whether the file ends where they do.</param>
    /// <param name="rule">What the contract says.</param>
    /// <param name="named">The delimiter that the file itself names; null if it names none.</param>
    public Dialect Choose(ReadOnlySpan<byte> bytes, bool endOfFile, DialectRule rule, byte? named)
    {
        var delimiter = named is { } single ? [single] : DelimiterBytes(rule.Delimiter ?? ",");
        var best = new Dialect(delimiter[0], AsciiByte(rule.Quote))
        {
            DelimiterRest = delimiter.Length > 1 ? delimiter[1..] : null,
            Escape = rule.Escape is { } escape ? AsciiByte(escape) : null,
            Comment = rule.Comment is { } comment ? AsciiByte(comment) : null,
            SpacedQuotes = rule.SpacedQuotes ?? false,
            TrailingDelimiter = rule.TrailingDelimiter,
        };
        if (named is not null || rule.Delimiter is not null)
            return best;

        var bestScore = (Named: -1, Even: -1);
        foreach (var candidate in s_candidates)
        {
            var dialect = best with { Delimiter = candidate };
            var score = Score(bytes, endOfFile, dialect, rule);
            if (score.CompareTo(bestScore) > 0)
                (best, bestScore) = (dialect, score);
        }

        return best;
    }

    static byte[] DelimiterBytes(string delimiter) => delimiter.Length > 0 && delimiter.IndexOfAny(['\r', '\n']) < 0
        ? Encoding.UTF8.GetBytes(delimiter)
        : throw new TerminalException(
            ProblemCode.DefinitionInvalid, $"A delimiter is a text without line breaks, not '{delimiter}'.");

    static byte AsciiByte(char c) => char.IsAscii(c) && c is not ('\r' or '\n')
        ? (byte)c
        : throw new TerminalException(
            ProblemCode.DefinitionInvalid, $"A quote, escape or comment is one ASCII character, not '{c}'.");

    (int Named, int Even) Score(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, DialectRule rule)
    {
        if (rule.Header == HeaderRule.Search)
        {
            var found = HeaderSearch.In(bytes, endOfFile, dialect, names, rule.HeaderLines);
            return (found.Named, found.Named > 0 ? 1 : 0);
        }

        var (named, even, headerCells, at) = (0, 0, columns ?? 0, 0);
        if (columns is null)
        {
            var header = HeaderRecords.Read(bytes, endOfFile, dialect, rule.HeaderLines);
            if (header.Fault != UnitFault.None)
                return (-1, -1);
            (named, headerCells, at) = (names.In(header.Names), header.Names.Count, header.Length);
        }

        var cells = new CellEnds();
        for (var records = 0; records < Records && at < bytes.Length;)
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes, cells);
            if (unit.Extent != UnitExtent.Whole || (unit.Length == 0 && at + unit.BreakLength >= bytes.Length))
                break;
            if (unit.Kind == UnitKind.Fault && records == 0 && columns is not null)
                return (-1, -1);
            records += unit.Kind == UnitKind.Blank ? 0 : 1;
            even += unit.Kind == UnitKind.Record && headerCells > 1 && cells.Count == headerCells ? 1 : 0;
            at += unit.Length + unit.BreakLength;
        }

        return (named, headerCells > 1 ? even + 1 : 0);
    }
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Csv;

/// <summary>
/// Chooses the delimiter whose header has most of the contract's columns; otherwise the one that splits the first records evenly.
/// </summary>
sealed class DelimiterSniffer(IEnumerable<string> columnNames)
{
    const int Records = 32;

    static readonly byte[] s_candidates = ",;\t|"u8.ToArray();

    readonly HashSet<string> _columnNames = columnNames.ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="bytes">From the header on.</param>
    public Dialect Choose(ReadOnlySpan<byte> bytes, bool endOfFile, DialectRule rule)
    {
        var best = new Dialect(AsciiByte(rule.Delimiter ?? ','), AsciiByte(rule.Quote));
        if (rule.Delimiter is not null)
            return best;

        var bestScore = (Named: -1, Even: -1);
        foreach (var candidate in s_candidates)
        {
            var dialect = best with { Delimiter = candidate };
            var score = Score(bytes, endOfFile, dialect);
            if (score.CompareTo(bestScore) > 0)
                (best, bestScore) = (dialect, score);
        }

        return best;
    }

    static byte AsciiByte(char c) => char.IsAscii(c) && c is not ('\r' or '\n')
        ? (byte)c
        : throw new TerminalException(ProblemCode.DefinitionInvalid, $"A delimiter or quote is one ASCII character, not '{c}'.");

    (int Named, int Even) Score(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect)
    {
        var cells = new CellEnds();
        var (named, even, headerCells) = (0, 0, 0);
        for (int at = 0, records = 0; records < Records;)
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes, cells);
            if (unit.Extent != UnitExtent.Whole)
                break;
            if (unit.Kind == UnitKind.Fault && records == 0)
                return (-1, -1);
            if (unit.Kind != UnitKind.Blank && records++ == 0)
            {
                headerCells = cells.Count;
                named = Record.Of(bytes.Slice(at, unit.Length), cells, dialect)
                    .Texts()
                    .Select(name => name.Trim())
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Count(_columnNames.Contains);
            }
            else if (unit.Kind == UnitKind.Record && headerCells > 1 && cells.Count == headerCells)
            {
                even++;
            }

            at += unit.Length + unit.BreakLength;
        }

        return (named, headerCells > 1 ? even + 1 : 0);
    }
}

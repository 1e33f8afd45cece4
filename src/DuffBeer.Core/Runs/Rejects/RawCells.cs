using System.Text;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>Splits a rejected line into cells, so that people can correct them in a spreadsheet.</summary>
public static class RawCells
{
    /// <summary>Null if the line's quotes are broken and its cells cannot be determined.</summary>
    public static IReadOnlyList<string>? Split(string raw, Dialect dialect)
    {
        if (raw.Length == 0)
            return [""];
        var (line, cells) = (Encoding.UTF8.GetBytes(raw), new CellEnds());
        var unit = UnitSplitter.Split(line, endOfFile: true, dialect, Dialect.MaxRecordBytes, cells);
        return unit.Kind == UnitKind.Record && unit.Length == line.Length ? Record.Of(line, cells, dialect).Texts() : null;
    }
}

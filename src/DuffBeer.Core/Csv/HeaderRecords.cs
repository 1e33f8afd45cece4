namespace DuffBeer.Core.Csv;

/// <summary>A header of one or more records.</summary>
/// <param name="Extent">Whether the bytes hold all of it.</param>
/// <param name="Fault">Why it cannot be read.</param>
/// <param name="Names">
/// The cells of its record. With several records, a column's cells that are not blank, from top to bottom, joined by spaces.
/// </param>
/// <param name="Length">Its bytes with its last line break.</param>
readonly record struct HeaderRecords(UnitExtent Extent, UnitFault Fault, IReadOnlyList<string> Names, int Length)
{
    /// <param name="bytes">From the header on.</param>
    /// <param name="records">How many records it has; the file may have fewer.</param>
    public static HeaderRecords Read(ReadOnlySpan<byte> bytes, bool endOfFile, Dialect dialect, int records)
    {
        var rows = new List<string[]>();
        var cells = new CellEnds();
        var at = 0;
        while (rows.Count < records && (rows.Count == 0 || at < bytes.Length || !endOfFile))
        {
            var unit = UnitSplitter.Split(bytes[at..], endOfFile, dialect, Dialect.MaxRecordBytes, cells);
            if (unit.Extent != UnitExtent.Whole || unit.Kind == UnitKind.Fault)
                return new(unit.Extent, unit.Fault, [], 0);
            rows.Add(unit.Kind == UnitKind.Blank ? [] : Record.Of(bytes.Slice(at, unit.Length), cells, dialect).Texts());
            at += unit.Length + unit.BreakLength;
        }

        return new(UnitExtent.Whole, UnitFault.None, rows is [var only] ? only : Joined(rows), at);
    }

    static string[] Joined(List<string[]> rows) =>
    [
        .. Enumerable.Range(0, rows.Max(row => row.Length)).Select(
            column => string.Join(
                ' ', rows.Where(row => column < row.Length).Select(row => row[column].Trim()).Where(part => part.Length > 0))),
    ];
}

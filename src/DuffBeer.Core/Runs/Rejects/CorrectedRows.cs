using System.Text;
using CsvHelper;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>
/// Converts a corrected rejects file to a source file: only the source's columns, without the reasons, in the contract's dialect.
/// </summary>
public static class CorrectedRows
{
    /// <summary>Maximum bytes of a file of corrected rows: it is held in memory once.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>A file without the columns of <see cref="RejectCsv"/> is returned unchanged.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: too large, or a masked cell was not filled in.</exception>
    public static byte[] Of(byte[] csv, DatasetContract contract)
    {
        if (csv.Length > MostBytes)
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"The corrected rows have {csv.Length} bytes; the limit is {MostBytes}. Correct the file itself and ingest it again.");
        using var reader = CsvReader.Create(csv, new CsvReaderOptions { Separator = ',', HasHeader = false });
        if (!reader.Read())
            return csv;
        var header = Cells(reader, Enumerable.Range(0, reader.FieldCount));
        if (!RejectCsv.ReasonColumns.All(header.Contains))
            return csv;

        var dialect = contract.Dialect;
        var kept = dialect.Header == HeaderRule.None
            ? [.. contract.Columns.Select(column => header.FindIndex(name => HeaderName.Of(column).Contains(HeaderName.Fold(name))))]
            : Enumerable.Range(0, header.Count).Where(index => !RejectCsv.ReasonColumns.Contains(header[index])).ToList();
        var masked = contract.Hides ? kept : [];
        // Blank lines take the places of lines that are not read.
        var text = new StringBuilder().Append('\n', dialect.Skip);
        for (var row = 0; row == 0 || reader.Read(); row++)
        {
            if (masked.FindIndex(index => Cell(reader, index).Contains(RejectWording.Mask, StringComparison.Ordinal)) is >= 0 and var left)
                throw new TerminalException(
                    ProblemCode.BadRequest,
                    $"Row {row} of the corrected rows has {RejectWording.Mask} in {header[masked[left]]}, which rejects mask. " +
                    "Enter the source's value, or leave the cell empty.");
            if (row > 0 || dialect.Header != HeaderRule.None)
                Write(text, Cells(reader, kept), dialect);
            if (row == 0)
                text.Append('\n', dialect.HeaderLines - 1 + dialect.HeaderLinesAfter);
            // Short lines get the cells that they lack, so a wide header makes a small file large.
            if (text.Length > MostBytes)
                throw new TerminalException(
                    ProblemCode.BadRequest,
                    $"With all cells of their header, the corrected rows have more than {MostBytes} bytes, which is the limit. Remove "
                    + "columns that the source does not have.");
        }

        // The byte order mark identifies the file as UTF-8, whatever encoding the dataset's sources have.
        return [.. dialect.Encoding is null ? default : Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    static void Write(StringBuilder to, List<string> cells, DialectRule dialect)
    {
        var delimiter = dialect.Delimiter ?? ",";
        var written = cells.Select((cell, index) =>
            WrittenCell.Of(cell, delimiter, dialect.Quote, dialect.Escape, isQuoted: index == 0 && IsMistakable(cell)));
        to.AppendJoin(delimiter, written).Append('\n');

        // For a blank line or a comment.
        bool IsMistakable(string first) =>
            (cells.Count == 1 && first.Length == 0) || (dialect.Comment is { } comment && first.StartsWith(comment));
    }

    static List<string> Cells(CsvReader reader, IEnumerable<int> indexes) => [.. indexes.Select(index => Cell(reader, index))];

    static string Cell(CsvReader reader, int index) =>
        index >= 0 && index < reader.FieldCount
            ? RejectCsv.Unguarded(Encoding.UTF8.GetString(reader.GetSpan(index)).TrimStart('\uFEFF'))
            : "";
}

using System.Text;
using CsvHelper;
using DuffBeer.Core.Contracts;
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

        var kept = Enumerable.Range(0, header.Count).Where(index => !RejectCsv.ReasonColumns.Contains(header[index])).ToList();
        var masked = contract.Hides ? kept : [];
        var text = new StringBuilder();
        for (var row = 0; row == 0 || reader.Read(); row++)
        {
            if (masked.FindIndex(index => Cell(reader, index).Contains(RejectWording.Mask, StringComparison.Ordinal)) is >= 0 and var left)
                throw new TerminalException(
                    ProblemCode.BadRequest,
                    $"Row {row} of the corrected rows has {RejectWording.Mask} in {header[masked[left]]}, which rejects mask. " +
                    "Enter the source's value, or leave the cell empty.");
            Write(text, Cells(reader, kept), contract.Dialect);
        }

        // The byte order mark identifies the file as UTF-8, whatever encoding the dataset's sources have.
        return [.. contract.Dialect.Encoding is null ? default : Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    static void Write(StringBuilder to, List<string> cells, DialectRule dialect)
    {
        var (delimiter, quote) = (dialect.Delimiter ?? ",", dialect.Quote.ToString());
        to.AppendJoin(delimiter, cells.Select(Quoted)).Append('\n');

        string Quoted(string cell) =>
            cell.Contains(delimiter, StringComparison.Ordinal)
            || cell.AsSpan().IndexOfAny([dialect.Quote, '\r', '\n']) >= 0
            || (cells.Count == 1 && cell.Length == 0)
                ? quote + cell.Replace(quote, quote + quote, StringComparison.Ordinal) + quote
                : cell;
    }

    static List<string> Cells(CsvReader reader, IEnumerable<int> indexes) => [.. indexes.Select(index => Cell(reader, index))];

    static string Cell(CsvReader reader, int index) =>
        index < reader.FieldCount ? RejectCsv.Unguarded(Encoding.UTF8.GetString(reader.GetSpan(index)).TrimStart('\uFEFF')) : "";
}

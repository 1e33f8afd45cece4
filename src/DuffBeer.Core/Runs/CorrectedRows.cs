using System.Text;
using CsvHelper;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Runs;

/// <summary>The rows of a file of rejects once somebody has corrected them: the source's columns alone, without the reasons.</summary>
public static class CorrectedRows
{
    /// <summary>Bytes of a file of corrected rows, at most: it is held in memory once.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>A file without the columns of <see cref="RejectCsv"/> stays as it is.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: too large.</exception>
    public static byte[] Of(byte[] csv)
    {
        if (csv.Length > MostBytes)
            throw new TerminalException(ProblemCode.BadRequest, $"The corrected rows have {csv.Length} bytes; at most {MostBytes} are taken. Correct the file itself and ingest it again.");
        using var reader = CsvReader.Create(csv, new CsvReaderOptions { Separator = ',', HasHeader = false });
        if (!reader.Read())
            return csv;
        var header = Cells(reader, Enumerable.Range(0, reader.FieldCount));
        if (!RejectCsv.ReasonColumns.All(header.Contains))
            return csv;

        var kept = Enumerable.Range(0, header.Count).Where(index => !RejectCsv.ReasonColumns.Contains(header[index])).ToList();
        using var text = new StringWriter();
        using (var writer = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            do
            {
                foreach (var cell in Cells(reader, kept))
                    writer.WriteField(cell);
                writer.EndRecord();
            }
            while (reader.Read());
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static List<string> Cells(CsvReader reader, IEnumerable<int> indexes) =>
        [.. indexes.Select(index => index < reader.FieldCount ? Encoding.UTF8.GetString(reader.GetSpan(index)).TrimStart('\uFEFF') : "")];
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace DuffBeer.Core.Reports;

/// <summary>Writes a report as CSV. Text that a spreadsheet would take for a formula is escaped; negative numbers stay numbers.</summary>
public static class ReportCsv
{
    static readonly CsvWriterOptions s_options = new() { Injection = CsvInjection.Escape, NewLine = "\n" };
    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The rows of a stream as text.</summary>
    public static async Task WriteAsync(
        IReadOnlyList<ReportColumn> columns,
        IAsyncEnumerable<IReadOnlyList<object?[]>> batches,
        TextWriter to,
        CancellationToken cancellationToken)
    {
        // The first batch is read before anything is written, so that a failing query leaves no header behind.
        await using var read = batches.GetAsyncEnumerator(cancellationToken);
        var hasBatch = await read.MoveNextAsync();
        WriteHeader(columns, to);
        for (; hasBatch; hasBatch = await read.MoveNextAsync())
            WriteRows(columns, read.Current, to);
    }

    /// <summary>The rows of a stream in UTF-8, one piece per batch; the first contains the header.</summary>
    /// <remarks>A piece is valid until the next one is requested.</remarks>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(
        IReadOnlyList<ReportColumn> columns, IAsyncEnumerable<IReadOnlyList<object?[]>> batches,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var piece = new MemoryStream();
        await using var text = new StreamWriter(piece, s_utf8, leaveOpen: true);
        WriteHeader(columns, text);
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            WriteRows(columns, batch, text);
            yield return Flushed();
            piece.SetLength(0);
        }

        // Without rows, only the header is written.
        if (Flushed() is { Length: > 0 } header)
            yield return header;

        ReadOnlyMemory<byte> Flushed()
        {
            text.Flush();
            return piece.GetBuffer().AsMemory(0, (int)piece.Length);
        }
    }

    static void WriteHeader(IReadOnlyList<ReportColumn> columns, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        csv.WriteHeader([.. columns.Select(column => column.Name)]);
    }

    static void WriteRows(IReadOnlyList<ReportColumn> columns, IReadOnlyList<object?[]> rows, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Count; index++)
                WriteCell(csv, columns[index].Type.Scale, row[index]);
            csv.EndRecord();
        }
    }

    static void WriteCell(CsvWriter csv, int scale, object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (value)
        {
            case null:
                csv.WriteField("");
                break;
            case int number:
                csv.WriteField(number, default, culture);
                break;
            case long number:
                csv.WriteField(number, default, culture);
                break;
            case decimal number:
                csv.WriteField(ReportCellText.AtScale(number, scale), default, culture);
                break;
            case double number:
                csv.WriteField(number, "R", culture);
                break;
            case DateOnly date:
                csv.WriteField(date, ReportCellText.DateFormat);
                break;
            case DateTime time:
                csv.WriteField(time, ReportCellText.TimeFormat);
                break;
            case bool flag:
                csv.WriteField(ReportCellText.Of(flag));
                break;
            default:
                csv.WriteField(value.ToString());
                break;
        }
    }
}

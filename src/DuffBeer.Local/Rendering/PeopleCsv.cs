using CsvHelper;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>Reports and rejects as CSV for people's spreadsheets: text that looks like a formula is made text, numbers stay numbers.</summary>
static class PeopleCsv
{
    static readonly CsvWriterOptions s_options = new() { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" };

    public static void Write(TextWriter to, ReportOutput report)
    {
        using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        csv.WriteHeader([.. report.Columns.Select(column => column.Name)]);
        foreach (var row in report.Rows)
        {
            foreach (var cell in row)
                csv.WriteField(cell);
            csv.EndRecord();
        }
    }

    public static async Task WriteAsync(TextWriter to, IAsyncEnumerable<RejectRow> rejects, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(to, s_options, leaveOpen: true);
        csv.WriteHeader("code", "row", "offset", "column", "value", "message", "raw");
        await foreach (var reject in rejects.WithCancellation(cancellationToken))
        {
            csv.WriteField(reject.Code.ToString());
            csv.WriteField(reject.RowNumber);
            csv.WriteField(reject.Offset);
            csv.WriteField(reject.Column);
            csv.WriteField(reject.Value);
            csv.WriteField(reject.Message);
            csv.WriteField(reject.Raw);
            await csv.EndRecordAsync(cancellationToken);
        }
    }
}

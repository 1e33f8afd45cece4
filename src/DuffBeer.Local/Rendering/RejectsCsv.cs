using CsvHelper;
using DuffBeer.Core.Runs;

namespace DuffBeer.Local.Rendering;

/// <summary>Rejected rows as CSV for people's spreadsheets: text that looks like a formula is made text.</summary>
static class RejectsCsv
{
    static readonly CsvWriterOptions s_options = new() { Injection = CsvInjection.Escape, NewLine = "\n" };

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

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Reports;

/// <summary>
/// Writes the reports marked <c>export</c> as CSV into the lake, from the snapshot that readers see. Returns the keys written.
/// </summary>
public sealed class ExportReports(Snapshots snapshots, ReportReader reader, IReadOnlyList<ReportDefinition> reports, IObjectStore lake)
    : IActivity<RefreshModels.ExportInput, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> RunAsync(RefreshModels.ExportInput input, CancellationToken cancellationToken)
    {
        var written = new List<string>();
        if (await snapshots.CurrentAsync(cancellationToken) is not { } snapshot)
            return written;

        foreach (var report in reports.Where(report => report.IsExported))
        {
            var key = LakeKeys.Export(input.Date, report.Name);
            if (input.OnlyMissing && await lake.StatAsync(key, cancellationToken) is not null)
                continue;
            await WriteAsync(key, report, snapshot, cancellationToken);
            written.Add(key);
        }

        return written;
    }

    async Task WriteAsync(string key, ReportDefinition report, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var rows = reader.StreamAsync(ReportRequest.Whole(report), snapshot, cancellationToken);
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await foreach (var piece in ReportCsv.PiecesAsync(report.Columns, rows, cancellationToken))
            await upload.Body.WriteAsync(piece, cancellationToken);
        await upload.CommitAsync(cancellationToken);
    }
}

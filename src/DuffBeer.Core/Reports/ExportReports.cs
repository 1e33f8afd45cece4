using System.Text;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Reports;

/// <summary>Writes the reports that ask for it as CSV into the lake, from the snapshot that readers see. Returns the keys written.</summary>
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
            var result = await reader.ReadAsync(ReportRequest.Whole(report), snapshot, cancellationToken);
            await WriteAsync(key, result, cancellationToken);
            written.Add(key);
        }

        return written;
    }

    async Task WriteAsync(string key, ReportResult result, CancellationToken cancellationToken)
    {
        using var csv = new MemoryStream();
        await using (var text = new StreamWriter(csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
            ReportCsv.Write(result, text);

        csv.Position = 0;
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await csv.CopyToAsync(upload.Body, cancellationToken);
        await upload.CommitAsync(cancellationToken);
    }
}

using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>A report as CSV, sent while the engine computes it.</summary>
sealed class ReportCsvReply : StreamedReply
{
    readonly ReportDefinition _report;
    readonly Snapshot? _snapshot;
    readonly Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> _rows;

    public ReportCsvReply(
        ReportDefinition report, Snapshot? snapshot, string tag, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> rows)
        : base("text/csv; charset=utf-8")
    {
        (_report, _snapshot, _rows) = (report, snapshot, rows);
        Tag = tag;
        FileName = snapshot is null ? $"{report.Name}.csv" : $"{report.Name}-{snapshot.Id}.csv";
    }

    protected override void Headers(IHeaderDictionary headers)
    {
        if (_snapshot is not null)
            headers["DuffBeer-Snapshot"] = _snapshot.Id;
    }

    protected override IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(CancellationToken cancellationToken) =>
        ReportCsv.PiecesAsync(_report, _rows(cancellationToken), cancellationToken);
}

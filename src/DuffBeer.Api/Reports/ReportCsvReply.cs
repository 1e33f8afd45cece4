using System.Text.RegularExpressions;
using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>A report as CSV, sent while the engine computes it. File name and headers name report, filters and snapshot.</summary>
sealed partial class ReportCsvReply : StreamedReply
{
    /// <summary>File systems allow 255 bytes.</summary>
    const int LongestFilters = 120;

    readonly ReportRequest _request;
    readonly Snapshot? _snapshot;
    readonly Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> _rows;

    public ReportCsvReply(
        ReportRequest request, Snapshot? snapshot, string tag, Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<object?[]>>> rows)
        : base("text/csv; charset=utf-8")
    {
        (_request, _snapshot, _rows) = (request, snapshot, rows);
        Tag = tag;
        FileName = NameOf(request, snapshot);
    }

    protected override void Headers(IHeaderDictionary headers)
    {
        headers["DuffBeer-Report"] = _request.Report.Name;
        headers["DuffBeer-Filters"] = string.Join('&', ReportLink.FiltersOf(_request));
        if (_snapshot is not null)
            headers["DuffBeer-Snapshot"] = _snapshot.Id;
    }

    protected override IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(CancellationToken cancellationToken) =>
        ReportCsv.PiecesAsync(_request.Columns, _rows(cancellationToken), cancellationToken);

    static string NameOf(ReportRequest request, Snapshot? snapshot)
    {
        var filters = string.Join(
            '_', ReportLink.FiltersOf(request).Select(filter => Unsafe().Replace(Uri.UnescapeDataString(filter), "-")));
        string?[] parts = [request.Report.Name, filters.Length > LongestFilters ? filters[..LongestFilters] : filters, snapshot?.Id];
        return $"{string.Join('-', parts.Where(part => !string.IsNullOrEmpty(part)))}.csv";
    }

    [GeneratedRegex("[^A-Za-z0-9.=_-]+")]
    private static partial Regex Unsafe();
}

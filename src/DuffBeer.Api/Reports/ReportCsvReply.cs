using System.Runtime.CompilerServices;
using System.Text;
using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>A report as CSV: all rows, page by page from one snapshot, or so many as the caller's limit says.</summary>
sealed class ReportCsvReply : StreamedReply
{
    /// <summary>Rows that are in memory at a time.</summary>
    const int RowsAtATime = ReportDefinition.MostRows;

    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    readonly ReportRequest _request;
    readonly Snapshot? _snapshot;
    readonly bool _isWhole;
    readonly Func<ReportRequest, CancellationToken, Task<ReportResult>> _read;

    public ReportCsvReply(
        ReportRequest request, Snapshot? snapshot, string tag, Func<ReportRequest, CancellationToken, Task<ReportResult>> read)
        : base("text/csv; charset=utf-8")
    {
        (_request, _snapshot, _read) = (request, snapshot, read);
        _isWhole = request.Limit is null;
        Tag = tag;
        FileName = snapshot is null ? $"{request.Report.Name}.csv" : $"{request.Report.Name}-{snapshot.Id}.csv";
    }

    protected override void Headers(IHeaderDictionary headers)
    {
        if (_snapshot is not null)
            headers["DuffBeer-Snapshot"] = _snapshot.Id;
    }

    protected override async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReportRequest? next = _isWhole ? _request with { Limit = RowsAtATime } : _request;
        for (var isFirst = true; next is not null; isFirst = false)
        {
            var page = await _read(next, cancellationToken);
            using var text = new StringWriter();
            ReportCsv.Write(page, text, withHeader: isFirst);
            yield return s_utf8.GetBytes(text.ToString());
            next = _isWhole && page.Next is { } rest ? next with { Next = rest } : null;
        }
    }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>One page of a report and its snapshot; without a snapshot it has no rows.</summary>
/// <param name="Next">Continuation token; null on the last page.</param>
public sealed record ReportResult(
    ReportRequest Request,
    string? SnapshotId,
    DateTimeOffset? SnapshotAt,
    DateOnly? AsOf,
    IReadOnlyList<object?[]> Rows,
    ReportContinuation? Next)
{
    public ReportDefinition Report => Request.Report;

    /// <summary>The columns of each row.</summary>
    public IReadOnlyList<ReportColumn> Columns => Request.Columns;

    /// <summary>Rows of all pages; null if they have not been counted.</summary>
    public long? TotalRows { get; init; }

    /// <summary>The rows that the domain's figures leave out in the snapshot, by rule.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>Why there are no rows; none where there are some.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static ReportResult BeforeTheFirstSnapshot(ReportRequest request) => new(request, null, null, null, [], null)
    {
        TotalRows = 0,
        Notes = ["There is no snapshot yet, so there are no rows. The refresh that follows an ingest makes the first one."],
    };

    /// <param name="result">The engine's result of <see cref="ReportQuery.Render"/>.</param>
    public static ReportResult Of(ReportRequest request, Snapshot snapshot, QueryResult result)
    {
        var isLast = request.Limit is null || result.Rows.Count <= request.Limit;
        return new(
            request,
            snapshot.Id,
            snapshot.At,
            snapshot.AsOfDate(request.Report.Domain),
            isLast ? result.Rows : [.. result.Rows.Take(request.Limit!.Value)],
            isLast ? null : new(snapshot.Id, request.Offset + request.Limit!.Value, request.Next?.Total))
        {
            TotalRows = request.Next?.Total ?? (isLast && IsKnown(request, result) ? request.Offset + result.Rows.Count : null),
            LeftOut = snapshot.LeftOut.GetValueOrDefault(request.Report.Domain) ?? [],
        };
    }

    /// <summary>The result with the rows of all pages, which the following pages need not count again.</summary>
    public ReportResult WithTotal(long total) => this with { TotalRows = total, Next = Next is null ? null : Next with { Total = total } };

    /// <summary>A last page behind the end does not show where the end is.</summary>
    static bool IsKnown(ReportRequest request, QueryResult result) => request.Offset == 0 || result.Rows.Count > 0;
}

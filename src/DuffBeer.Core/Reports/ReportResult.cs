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

    /// <summary>Why there are no rows; none where there are some.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static ReportResult BeforeTheFirstSnapshot(ReportRequest request) => new(request, null, null, null, [], null)
    {
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
            snapshot.AsOf.TryGetValue(request.Report.Domain, out var asOf) ? asOf : null,
            isLast ? result.Rows : [.. result.Rows.Take(request.Limit!.Value)],
            isLast ? null : new(snapshot.Id, request.Offset + request.Limit!.Value));
    }
}

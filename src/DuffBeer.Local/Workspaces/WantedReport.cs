using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Workspaces;

/// <param name="Parameters">As text: the report's own, and <c>limit</c>, <c>sort</c>, <c>columns</c> and <c>next</c>.</param>
sealed record WantedReport(string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>The most rows where all are wanted; null for no limit.</summary>
    public int? Limit { get; init; }
}

/// <summary>The rows of a whole report, in batches.</summary>
sealed record ReportRows(IReadOnlyList<ReportColumn> Columns, IAsyncEnumerable<IReadOnlyList<object?[]>> Batches);

using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Workspaces;

/// <param name="Parameters">As text: the report's own, and <c>limit</c>, <c>sort</c> and <c>next</c>.</param>
sealed record WantedReport(string Name, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>Only these columns, in this order; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The most rows where all are wanted; null for no limit.</summary>
    public int? Limit { get; init; }
}

/// <summary>The rows of a whole report, in batches.</summary>
sealed record ReportRows(ReportDefinition Report, IAsyncEnumerable<IReadOnlyList<object?[]>> Batches);

using DuffBeer.Core.Contracts;

namespace DuffBeer.Local.Workspaces;

/// <param name="Parameters">Values as text; the report's header says their types.</param>
/// <param name="Sort">A sortable column, with a leading minus for descending; null for the report's own order.</param>
sealed record ReportRequest(string Name, IReadOnlyDictionary<string, string> Parameters, string? Sort = null, long? Limit = null);

sealed record SnapshotMark(string Id, DateTimeOffset At);

/// <param name="Parameters">Typed values, defaults filled in.</param>
/// <param name="Snapshot">Null before the first snapshot; then there are no rows.</param>
/// <param name="AsOf">Latest event date in the data.</param>
/// <param name="Rows">Each cell is null or the .NET value of its column's type.</param>
/// <param name="NextLink">Null on the last page.</param>
sealed record ReportOutput(
    string Name,
    string Title,
    IReadOnlyDictionary<string, object?> Parameters,
    SnapshotMark? Snapshot,
    DateOnly? AsOf,
    IReadOnlyList<TableColumn> Columns,
    IReadOnlyList<object?[]> Rows,
    string? NextLink = null);

sealed record ReportListing(string Name, string Title, IReadOnlyList<ReportParameterListing> Parameters);

/// <param name="Type">As the report's header writes it.</param>
sealed record ReportParameterListing(string Name, string Type, bool Required, string? Default = null, IReadOnlyList<string>? Allowed = null);

using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>A rejected row as the API and the command line show it.</summary>
/// <param name="RowNumber">1-based row number in the whole file.</param>
public sealed record RejectRow(RejectCode Code, long RowNumber, long Offset, string? Column, string? Value, string Message, string Raw);

/// <summary>Which rejected rows are read; null for all.</summary>
/// <param name="Reason">Only rows rejected for this reason.</param>
/// <param name="Column">Only rows rejected for a cell of this column.</param>
public sealed record RejectFilter(RejectCode? Reason, string? Column = null);

/// <summary>One page of a run's rejected rows, in file order.</summary>
/// <param name="Next">Continuation token: the last row number of this page. Null on the last page.</param>
public sealed record RejectPage(IReadOnlyList<RejectRow> Rows, long? Next);

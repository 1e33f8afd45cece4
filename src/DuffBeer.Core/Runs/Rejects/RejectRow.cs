using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>A rejected row as it is shown.</summary>
/// <param name="RowNumber">1-based in the whole file.</param>
public sealed record RejectRow(RejectCode Code, long RowNumber, long Offset, string? Column, string? Value, string Message, string Raw);

/// <summary>One page of a run's rejected rows, in the order of the file.</summary>
/// <param name="Next">Row number that the page ended with: the next page begins behind it. Null on the last one.</param>
public sealed record RejectPage(IReadOnlyList<RejectRow> Rows, long? Next);

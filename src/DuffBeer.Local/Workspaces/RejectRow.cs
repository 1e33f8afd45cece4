using DuffBeer.Core.Rows;

namespace DuffBeer.Local.Workspaces;

/// <param name="RowNumber">1-based in the whole file.</param>
sealed record RejectRow(RejectCode Code, long RowNumber, long Offset, string? Column, string? Value, string Message, string Raw);

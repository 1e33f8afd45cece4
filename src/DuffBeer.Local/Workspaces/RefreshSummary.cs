using DuffBeer.Core.Models;

namespace DuffBeer.Local.Workspaces;

sealed record BuiltModel(string Name, long Rows, long Bytes, TimeSpan Elapsed);

/// <param name="Snapshot">What readers see now; null where nothing was ever published.</param>
/// <param name="Built">The models built now; none where nothing had changed.</param>
sealed record RefreshSummary(Snapshot? Snapshot, IReadOnlyList<BuiltModel> Built);

using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Local.Workspaces;

/// <summary>Snapshots, the newest first, and the pointer to the one that readers see; null before the first.</summary>
sealed record SnapshotList(SnapshotPointer? Pointer, IReadOnlyList<Snapshot> Snapshots)
{
    /// <summary>Snapshots that were built beside those.</summary>
    public IReadOnlyList<NamedSnapshot> Named { get; init; } = [];
}

using DuffBeer.Api.Models;

namespace DuffBeer.Local.Workspaces;

/// <param name="Areas">landing, lake, journal, tmp.</param>
/// <param name="Snapshot">Null before the first refresh.</param>
sealed record StatusSummary(string Home, IReadOnlyList<AreaSize> Areas, IReadOnlyList<DatasetListing> Datasets, SnapshotListing? Snapshot)
{
    /// <summary>Keys in landing that belong to no dataset.</summary>
    public IReadOnlyList<string> Unwanted { get; init; } = [];
}

sealed record AreaSize(string Name, long Files, long Bytes);

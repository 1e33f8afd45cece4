using DuffBeer.Core.Models;

namespace DuffBeer.Local.Workspaces;

/// <param name="Areas">landing, lake, journal, tmp.</param>
/// <param name="Snapshot">Null before the first refresh.</param>
sealed record StatusSummary(string Home, IReadOnlyList<AreaSize> Areas, IReadOnlyList<DatasetStatus> Datasets, Snapshot? Snapshot);

sealed record AreaSize(string Name, long Files, long Bytes);

/// <param name="Sources">Published files.</param>
/// <param name="LatestSourceTime">When the newest of them was written; null where there is none.</param>
sealed record DatasetStatus(string Name, long Sources, long Rows, DateTimeOffset? LatestSourceTime);

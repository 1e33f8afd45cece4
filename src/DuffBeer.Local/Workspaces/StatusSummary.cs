using DuffBeer.Api.Models;

namespace DuffBeer.Local.Workspaces;

/// <param name="Areas">landing, lake, journal, tmp.</param>
/// <param name="Snapshot">Null before the first refresh.</param>
sealed record StatusSummary(string Home, IReadOnlyList<AreaSize> Areas, IReadOnlyList<DatasetListing> Datasets, SnapshotListing? Snapshot)
{
    /// <summary>The user's folders of definitions; none where the home uses the shipped ones alone.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>Keys in landing that belong to no dataset.</summary>
    public IReadOnlyList<string> Unwanted { get; init; } = [];
}

/// <param name="Folders">The shipped ones first; a later folder overrides an earlier one.</param>
/// <param name="Overrides">Each as one sentence.</param>
sealed record UsedDefinitions(IReadOnlyList<string> Folders, IReadOnlyList<string> Overrides);

/// <param name="IsMore">Counting ended early, because the area has many files: it has at least these.</param>
sealed record AreaSize(string Name, long Files, long Bytes, bool IsMore = false);

using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Local.Workspaces;

sealed record BuiltModel(string Name, long Rows, long Bytes, TimeSpan Elapsed);

/// <param name="Snapshot">What readers see now; null if nothing was ever published.</param>
/// <param name="Built">The models built now; none if nothing had changed.</param>
sealed record RefreshSummary(RefreshRecord Record, Snapshot? Snapshot, IReadOnlyList<BuiltModel> Built)
{
    public RefreshModels.Result Result => Record.Result!;

    /// <summary>Some dataset has a published run.</summary>
    public bool HasRuns { get; init; }
}

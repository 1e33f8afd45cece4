using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Local.Workspaces;

/// <param name="Models">Models to build even if unchanged.</param>
/// <param name="Settings">Settings to change permanently, as text; an empty one restores the default.</param>
sealed record RefreshRequest(IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Only models that have changed.</summary>
    public static RefreshRequest Changes { get; } = new([], new Dictionary<string, string>());
}

sealed record BuiltModel(string Name, long Rows, long Bytes, TimeSpan Elapsed);

/// <param name="Snapshot">What readers see now; null if nothing was ever published.</param>
/// <param name="Built">The models built now; none if nothing had changed.</param>
sealed record RefreshSummary(RefreshRecord Record, Snapshot? Snapshot, IReadOnlyList<BuiltModel> Built)
{
    public RefreshModels.Result Result => Record.Result!;

    /// <summary>Some dataset has a published run.</summary>
    public bool HasRuns { get; init; }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Local.Workspaces;

/// <param name="Models">Models to build whether changed or not.</param>
/// <param name="Settings">Settings to change from now on, as text; an empty one returns to the default.</param>
sealed record RefreshRequest(IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Only what has changed by itself.</summary>
    public static RefreshRequest Changes { get; } = new([], new Dictionary<string, string>());
}

sealed record BuiltModel(string Name, long Rows, long Bytes, TimeSpan Elapsed);

/// <param name="Snapshot">What readers see now; null where nothing was ever published.</param>
/// <param name="Built">The models built now; none where nothing had changed.</param>
sealed record RefreshSummary(RefreshRecord Record, Snapshot? Snapshot, IReadOnlyList<BuiltModel> Built)
{
    public RefreshModels.Result Result => Record.Result!;
}

using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

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
sealed record RefreshSummary(Snapshot? Snapshot, IReadOnlyList<BuiltModel> Built)
{
    /// <summary>Keys in the lake of the reports written as CSV.</summary>
    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>Why they could not be written; the models are shown all the same.</summary>
    public Problem? ExportProblem { get; init; }

    /// <summary>Why the catalog could not be pointed at the models; our own readers see them all the same.</summary>
    public Problem? CatalogProblem { get; init; }

    /// <summary>What the refresh took; null where nobody could say.</summary>
    public RunCost? Cost { get; init; }
}

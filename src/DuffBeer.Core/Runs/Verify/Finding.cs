using System.Text.Json.Serialization;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>The names are printed for scripts, so they are never renamed.</summary>
public enum FindingKind
{
    /// <summary>A file that something names is not there.</summary>
    Missing,

    /// <summary>Bytes are not those that were written.</summary>
    Changed,

    /// <summary>A file is whole, but what names it means another one, or nothing binds it.</summary>
    NotBound,

    /// <summary>Counts of rows contradict each other.</summary>
    Unbalanced,
}

/// <summary>Whose figures a file holds.</summary>
/// <param name="Figures">What is affected, such as <c>120 rows of orders</c>.</param>
public sealed record Concern(string? Dataset, string? Run, string? Snapshot, string Figures)
{
    public static Concern OfDataset(string dataset) => new(dataset, null, null, $"all rows of {dataset}");

    public static Concern OfSnapshot(string snapshot) => new(null, null, snapshot, $"all figures of snapshot {snapshot}");
}

/// <summary>One thing that is wrong in a lake.</summary>
/// <param name="Key">The object; one of landing begins with <c>landing:</c>.</param>
/// <param name="What">What is wrong with it.</param>
public sealed record Finding(FindingKind Kind, string Key, string What, [property: JsonIgnore] Concern Of)
{
    public string? Dataset => Of.Dataset;
    public string? Run => Of.Run;
    public string? Snapshot => Of.Snapshot;
    public string Figures => Of.Figures;
}

using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>What a refresh is made of, fixed when it begins: runs that are published later wait for the next one.</summary>
/// <param name="Previous">The snapshot whose models are kept where nothing changed; null before the first.</param>
/// <param name="Settings">What an operator chose in the place of defaults, now or for an earlier snapshot.</param>
/// <param name="Parts">Dataset → keys of the parts of its published runs.</param>
public sealed record RefreshPlan(
    string Snapshot,
    string? Previous,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, DatasetVersion> Datasets,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Parts,
    IReadOnlyDictionary<string, string> Hashes,
    BuildPlan Build);

/// <summary>Names the snapshot that readers see.</summary>
public sealed record SnapshotPointer(string Snapshot, DateTimeOffset At)
{
    /// <summary>Readers are held here: refreshes build, but show nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Pinned { get; init; }

    /// <summary>The snapshot built last, where it is not the one that readers see.</summary>
    public string? Built { get; init; }

    [JsonIgnore]
    public string Newest => Built ?? Snapshot;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RefreshPlan))]
[JsonSerializable(typeof(ModelVersion))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(SnapshotPointer))]
[JsonSerializable(typeof(RefreshRecord))]
[JsonSerializable(typeof(PendingRefresh))]
[JsonSerializable(typeof(CatalogState))]
public sealed partial class SnapshotJson : JsonSerializerContext;

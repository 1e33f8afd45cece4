using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The inputs of a refresh, fixed when it begins: runs that are published later wait for the next one.</summary>
/// <param name="Previous">The snapshot whose unchanged models are kept; null before the first.</param>
/// <param name="Settings">Values that an operator chose instead of defaults, now or for an earlier snapshot.</param>
public sealed record RefreshPlan(
    string Snapshot,
    string? Previous,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, DatasetVersion> Datasets,
    IReadOnlyDictionary<string, string> Hashes,
    BuildPlan Build)
{
    /// <summary>Dataset → etag of the manifest that names these runs.</summary>
    public IReadOnlyDictionary<string, string> Manifests { get; init; } = new Dictionary<string, string>();
}

/// <summary>The pointer to the snapshot that readers see.</summary>
public sealed record SnapshotPointer(string Snapshot, DateTimeOffset At)
{
    /// <summary>Readers are pinned: refreshes build snapshots but do not show them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Pinned { get; init; }

    /// <summary>The latest snapshot, if readers see an older one.</summary>
    public string? Built { get; init; }

    /// <summary>The root of the shown snapshot's receipt; null in pointers of older versions.</summary>
    public string? Receipt { get; init; }

    [JsonIgnore]
    public string Newest => Built ?? Snapshot;

    public static SnapshotPointer To(Snapshot snapshot) => new(snapshot.Id, snapshot.At) { Receipt = snapshot.Receipt };
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RefreshPlan))]
[JsonSerializable(typeof(ModelVersion))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(SnapshotPointer))]
[JsonSerializable(typeof(NamedSnapshot))]
[JsonSerializable(typeof(RefreshRecord))]
[JsonSerializable(typeof(PendingRefresh))]
[JsonSerializable(typeof(CatalogState))]
public sealed partial class SnapshotJson : JsonSerializerContext;

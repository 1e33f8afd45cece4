using System.Text.Json.Serialization;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Api.Models;

/// <param name="IsShown">Readers see this one.</param>
/// <param name="IsNewest">It is the latest.</param>
/// <param name="AsOf">Domain → as-of date of its figures.</param>
/// <param name="Runs">Dataset → published runs that it was built from.</param>
public sealed record SnapshotListing(
    string Id, DateTime At, bool IsShown, bool IsNewest, IReadOnlyDictionary<string, DateOnly> AsOf,
    IReadOnlyDictionary<string, string> Settings,
    int Models, int ModelsBuilt, IReadOnlyDictionary<string, int> Runs)
{
    public static SnapshotListing Of(Snapshot snapshot, SnapshotPointer? pointer) => new(
        snapshot.Id, snapshot.At.UtcDateTime, pointer?.Snapshot == snapshot.Id, pointer?.Newest == snapshot.Id, snapshot.AsOf,
        snapshot.Settings,
        snapshot.Models.Count, snapshot.Models.Values.Count(model => model.BuiltIn == snapshot.Id),
        snapshot.Datasets.ToDictionary(dataset => dataset.Key, dataset => dataset.Value.Count));
}

/// <param name="Shown">Id of the snapshot that readers see; null before the first.</param>
/// <param name="IsPinned">Readers are pinned to it: refreshes build, but nothing new is shown.</param>
/// <param name="NextLink">Omitted on the last page.</param>
public sealed record SnapshotsAnswer(
    string? Shown, bool IsPinned, IReadOnlyList<SnapshotListing> Snapshots,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null)
{
    /// <summary>Snapshots built beside those, by name, until they are activated or dropped.</summary>
    public IReadOnlyList<NamedSnapshotAnswer> Named { get; init; } = [];

    public static SnapshotsAnswer Of(
        IEnumerable<Snapshot> snapshots, SnapshotPointer? pointer, IEnumerable<NamedSnapshot> named, string? nextLink = null) => new(
        pointer?.Snapshot, pointer?.Pinned ?? false, [.. snapshots.Select(snapshot => SnapshotListing.Of(snapshot, pointer))], nextLink)
    {
        Named = [.. named.Select(one => NamedSnapshotAnswer.Of(one, pointer))],
    };
}

/// <summary>A snapshot built beside those that readers see.</summary>
/// <param name="Base">Id of the snapshot that it builds on.</param>
/// <param name="IsBehind">A refresh has built another snapshot since.</param>
public sealed record NamedSnapshotAnswer(string Name, string Snapshot, DateTime At, string? Base, bool IsBehind)
{
    public static NamedSnapshotAnswer Of(NamedSnapshot named, SnapshotPointer? pointer) =>
        new(named.Name, named.Snapshot, named.At.UtcDateTime, named.Base, named.Base != pointer?.Newest);
}

public sealed record PinAnswer(string Shown, bool IsPinned, string Newest)
{
    public static PinAnswer Of(SnapshotPointer pointer) => new(pointer.Snapshot, pointer.Pinned, pointer.Newest);
}

/// <summary>One snapshot: the version of each model, and the files that it was built from.</summary>
public sealed record SnapshotDetail(
    SnapshotListing Snapshot, IReadOnlyList<SnapshotModelAnswer> Models, IReadOnlyList<SnapshotDatasetAnswer> Datasets)
{
    /// <summary>
    /// The Merkle root over the datasets' runs and the models' files, which <c>duffbeer verify</c> checks; null for a snapshot of an older
    /// release.
    /// </summary>
    public string? Receipt { get; init; }

    public static SnapshotDetail Of(Snapshot snapshot, SnapshotPointer? pointer) => new(
        SnapshotListing.Of(snapshot, pointer),
        [
            .. snapshot.Models.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => new SnapshotModelAnswer(
                model.Key, model.Value.BuiltIn, model.Value.Rows, model.Value.Bytes, model.Value.Seconds)),
        ],
        [
            .. snapshot.Datasets.OrderBy(dataset => dataset.Key, StringComparer.Ordinal).Select(dataset => new SnapshotDatasetAnswer(
                dataset.Key, dataset.Value.Fingerprint, dataset.Value.Count)),
        ])
    {
        Receipt = snapshot.Receipt,
    };
}

/// <param name="BuiltIn">Id of the snapshot that this version was built for.</param>
public sealed record SnapshotModelAnswer(string Name, string BuiltIn, long Rows, long Bytes, double Seconds);

/// <param name="Fingerprint">Equal exactly if the files are equal.</param>
/// <param name="Runs">Published runs.</param>
public sealed record SnapshotDatasetAnswer(string Name, string Fingerprint, int Runs);

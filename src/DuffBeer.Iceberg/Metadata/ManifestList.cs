using System.Globalization;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Avro;

namespace DuffBeer.Iceberg.Metadata;

/// <summary>An entry of a manifest list: the manifest of one attempt.</summary>
/// <param name="Path">An absolute URI.</param>
/// <param name="Sequence">Sequence number of the snapshot that added it.</param>
/// <param name="Snapshot">The snapshot that added it.</param>
sealed record ListedManifest(
    string Path, long Length, int Spec, long Sequence, long Snapshot, int Files, long Rows, IReadOnlyList<PartitionRange> Partitions)
{
    /// <summary>The attempt whose files it lists; null for a manifest of another writer.</summary>
    public PublishedAttempt? Attempt => LakeKeys.AttemptOf(Path)?.Published;
}

/// <summary>A manifest list: the manifests that make up a snapshot.</summary>
/// <param name="Lists">
/// The lists of attempts that it was made of, see <see cref="PublishedFiles"/>; empty if it was made of the attempts themselves.
/// </param>
sealed record ManifestList(IReadOnlyList<ListedManifest> Manifests, IReadOnlyList<string> Lists)
{
    const int Data = 0;

    /// <summary>The property with the lists: Iceberg's readers pass over what they do not know.</summary>
    const string ListsKey = "duffbeer.lists";

    public static readonly ManifestList Empty = new([], []);

    public AvroFile ToFile(TableSnapshot snapshot) => new(
        ManifestSchemas.List,
        new Dictionary<string, string>
        {
            ["snapshot-id"] = snapshot.SnapshotId.ToString(CultureInfo.InvariantCulture),
            ["parent-snapshot-id"] = snapshot.ParentSnapshotId?.ToString(CultureInfo.InvariantCulture) ?? "null",
            ["sequence-number"] = snapshot.SequenceNumber.ToString(CultureInfo.InvariantCulture),
            ["format-version"] = TableMetadata.Format.ToString(CultureInfo.InvariantCulture),
            [ListsKey] = string.Join(' ', Lists),
        },
        [.. Manifests.Select(Record)]);

    /// <exception cref="FormatException">It is another file.</exception>
    public static ManifestList Parse(AvroFile file) => new(
        [.. file.Records.Select(Entry)],
        (file.Properties.GetValueOrDefault(ListsKey) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static object?[] Record(ListedManifest manifest) =>
    [
        manifest.Path, manifest.Length, manifest.Spec, Data, manifest.Sequence, manifest.Sequence, manifest.Snapshot,
        manifest.Files, 0, 0, manifest.Rows, 0L, 0L,
        manifest.Partitions.Select(range => (object?)new object?[] { range.HasNull, false, range.Lower, range.Upper }).ToArray(),
        null,
    ];

    static ListedManifest Entry(object?[] record) => record is
    [
        string path, long length, int spec, _, long sequence, _, long snapshot, int files, _, _, long rows, _, _, var partitions, ..,
    ]
        ? new(path, length, spec, sequence, snapshot, files, rows, [.. (partitions as IReadOnlyList<object?> ?? []).Select(Range)])
        : throw new FormatException("The manifest list has other fields than Iceberg's.");

    static PartitionRange Range(object? range) =>
        range is object?[] and [bool hasNull, _, var lower, var upper]
            ? new(hasNull, lower as byte[], upper as byte[])
            : throw new FormatException("The manifest list has other ranges of partitions than Iceberg's.");
}

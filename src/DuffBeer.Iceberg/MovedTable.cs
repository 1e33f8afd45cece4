using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>Writes a table's metadata again after its lake was moved: every path in it is absolute.</summary>
/// <remarks>All snapshots stay readable. Files get new names, so nothing that an earlier version names changes.</remarks>
/// <param name="found">The newest version, whose location is the old one.</param>
/// <param name="root">Location of the lake now.</param>
sealed class MovedTable(TableStore store, TableVersion found, string root)
{
    readonly Dictionary<string, (string Key, long Bytes)> _manifests = new(StringComparer.Ordinal);

    // Both end in the same key.
    readonly string _from = found.Metadata.Location[..^LakeKeys.OpenTable(store.Dataset).Length];

    /// <summary>The next version, with all paths moved.</summary>
    public async Task<TableVersion> MakeAsync(CancellationToken cancellationToken)
    {
        var snapshots = new List<TableSnapshot>();
        foreach (var snapshot in found.Metadata.Snapshots)
        {
            var manifests = new List<ListedManifest>();
            var before = await store.ListAsync(snapshot, cancellationToken);
            foreach (var manifest in before.Manifests)
            {
                var (key, bytes) = await ManifestAsync(manifest.Path, cancellationToken);
                manifests.Add(manifest with { Path = store.Uri(key), Length = bytes });
            }

            var moved = before with { Manifests = manifests };
            var list = await store.WriteAsync(store.SnapshotPrefix(snapshot), moved.ToFile(snapshot), cancellationToken);
            snapshots.Add(snapshot with { ManifestList = store.Uri(list.Key) });
        }

        return new(found.Number + 1, found.Metadata with
        {
            Location = store.Location,
            Snapshots = snapshots,
            MetadataLog =
                [.. found.Metadata.MetadataLog.Select(entry => entry with { MetadataFile = Move(entry.MetadataFile, _from, root) })],
        });
    }

    /// <summary>A list of an attempt's files whose lake was moved before the table named it.</summary>
    public static async Task<FileList> MoveAsync(TableStore store, FileList files, string root, CancellationToken cancellationToken)
    {
        var (key, bytes) = await MoveAsync(store, files.Key, files.Lake, root, cancellationToken);
        return files with { Key = key, Bytes = bytes, Lake = root };
    }

    async Task<(string Key, long Bytes)> ManifestAsync(string path, CancellationToken cancellationToken)
    {
        if (!_manifests.TryGetValue(path, out var moved))
            _manifests[path] = moved = await MoveAsync(store, store.KeyOf(path), _from, root, cancellationToken);
        return moved;
    }

    static async Task<(string Key, long Bytes)> MoveAsync(
        TableStore store, string key, string from, string to, CancellationToken cancellationToken)
    {
        var moved = await store.ReadAsync(key, manifest => Manifest.Moved(manifest, path => Move(path, from, to)), cancellationToken);
        return await store.WriteAsync($"{key[..key.LastIndexOf('/')]}/files", moved, cancellationToken);
    }

    static string Move(string path, string from, string to) =>
        path.StartsWith(from, StringComparison.Ordinal) ? to + path[from.Length..] : path;
}

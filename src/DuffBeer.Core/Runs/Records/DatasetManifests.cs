using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The manifests of a lake's datasets.</summary>
/// <param name="packs">Writes a pack again when one of its runs leaves the dataset; null where no lake has packs.</param>
public sealed class DatasetManifests(IObjectStore lake, TimeProvider? time = null, RunTree? tree = null, IPackRewriter? packs = null)
{
    readonly RunSegments _segments = new(lake);
    readonly ManifestChange _change = new(lake, tree ?? new(), packs);

    /// <summary>The manifest itself; an empty one if nothing was ever published.</summary>
    public async Task<DatasetManifest> ReadAsync(string dataset, CancellationToken cancellationToken) =>
        (await DocumentAsync(dataset, cancellationToken))?.Value ?? DatasetManifest.Empty(dataset);

    public Task<Document<DatasetManifest>?> DocumentAsync(string dataset, CancellationToken cancellationToken) =>
        lake.ReadAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, cancellationToken);

    /// <summary>The published runs of a source key, among others.</summary>
    public async Task<RunSet> ReadAsync(string dataset, string sourceKey, CancellationToken cancellationToken)
    {
        var root = await ReadAsync(dataset, cancellationToken);
        return root.Segments is null
            ? root.ToSet()
            : RunSet.Union([await _segments.ReadAsync(dataset, RunTree.Find(root.Segments, sourceKey), cancellationToken), root.ToSet()]);
    }

    /// <summary>The published runs of some source keys, with others, and the packs of the dataset.</summary>
    public async Task<PackedRuns> ReadAsync(
        string dataset, IReadOnlyCollection<string> sourceKeys, CancellationToken cancellationToken) =>
        (await _change.LoadAsync(await ReadAsync(dataset, cancellationToken), sourceKeys, cancellationToken)).Content;

    /// <summary>The published runs, some at a time, in no order.</summary>
    public IAsyncEnumerable<RunSet> SetsAsync(DatasetManifest manifest, CancellationToken cancellationToken) => manifest.Segments is null
        ? new[] { manifest.ToSet() }.ToAsyncEnumerable()
        : _segments.ReadAsync(manifest.Dataset, manifest.Segments, cancellationToken).Prepend(manifest.ToSet());

    /// <summary>The latest published run of those that are wanted; null if there is none.</summary>
    /// <remarks>Reads the segment with the latest run, and others only where that one is not wanted.</remarks>
    public async Task<ManifestEntry?> LatestAsync(
        string dataset, Func<ManifestEntry, bool> isWanted, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(dataset, cancellationToken);
        var latest = manifest.ToSet();
        foreach (var segment in (manifest.Segments ?? []).OrderByDescending(segment => segment.LatestSource))
        {
            if (latest.Runs.LastOrDefault(isWanted) is { } found && found.SourceTime > segment.LatestSource)
                return found;
            latest = RunSet.Union([latest, await _segments.ReadAsync(dataset, segment, cancellationToken)]);
        }

        return latest.Runs.LastOrDefault(isWanted);
    }

    /// <summary>All published runs: only for work that needs each of them.</summary>
    public async Task<RunSet> ReadAllAsync(string dataset, CancellationToken cancellationToken) =>
        RunSet.Union(
            await SetsAsync(await ReadAsync(dataset, cancellationToken), cancellationToken).ToListAsync(cancellationToken));

    /// <summary>While it is frozen, every change fails, also one under way, and is tried again.</summary>
    public Task FreezeAsync(string dataset, bool isFrozen, CancellationToken cancellationToken) => lake.UpdateAsync(
        LakeKeys.Dataset(dataset),
        RunJson.Default.DatasetManifest,
        root => root is null || root.IsFrozen == isFrozen ? root : root with { IsFrozen = isFrozen },
        time ?? TimeProvider.System,
        cancellationToken);

    /// <summary>Changes the runs of a source key.</summary>
    /// <inheritdoc cref="UpdateAsync(string, IReadOnlyCollection{string}, string, Func{PackedRuns, PackedRuns}, CancellationToken)"/>
    public Task<RunSet> UpdateAsync(
        string dataset, string sourceKey, string writeId, Func<RunSet, RunSet?> next, CancellationToken cancellationToken) =>
        UpdateAsync(dataset, [sourceKey], writeId, next, cancellationToken);

    /// <inheritdoc cref="UpdateAsync(string, IReadOnlyCollection{string}, string, Func{PackedRuns, PackedRuns}, CancellationToken)"/>
    public async Task<RunSet> UpdateAsync(
        string dataset, IReadOnlyCollection<string>? sourceKeys, string writeId, Func<RunSet, RunSet?> next,
        CancellationToken cancellationToken) =>
        (await UpdateAsync(
            dataset,
            sourceKeys,
            writeId,
            current => next(current.Runs) is { } changed && !ReferenceEquals(changed, current.Runs)
                ? current with { Runs = changed }
                : current,
            cancellationToken)).Runs;

    /// <summary>Changes a dataset's manifest: the only way to write one.</summary>
    /// <remarks>Never overwrites a concurrent change: <paramref name="next"/> is applied again to what another writer left.</remarks>
    /// <param name="sourceKeys">Keys whose runs may change; null for all.</param>
    /// <param name="writeId">Names the change.</param>
    /// <param name="next">Gets at least the runs of these keys; returns null, or the same instance, to change nothing.</param>
    /// <returns>What is in force.</returns>
    /// <exception cref="TerminalException">
    /// <c>Internal</c>: a run leaves a pack, and there is no rewriter.
    /// </exception>
    public async Task<PackedRuns> UpdateAsync(
        string dataset, IReadOnlyCollection<string>? sourceKeys, string writeId, Func<PackedRuns, PackedRuns?> next,
        CancellationToken cancellationToken)
    {
        var inForce = new PackedRuns(RunSet.Empty, []);
        await lake.UpdateAsync(
            LakeKeys.Dataset(dataset),
            RunJson.Default.DatasetManifest,
            async root =>
            {
                if (root is { IsFrozen: true })
                    throw new TransientException(
                        ProblemCode.StoreUnavailable, $"Files of erased rows of {dataset} are being deleted. Try again in a minute.");
                var loaded = await _change.LoadAsync(root ?? DatasetManifest.Empty(dataset), sourceKeys, cancellationToken);
                var changed = next(loaded.Content);
                if (changed is null || ReferenceEquals(changed, loaded.Content))
                {
                    inForce = loaded.Content;
                    return null;
                }

                (inForce, var written) = await _change.WriteAsync(loaded, changed, writeId, cancellationToken);
                return written;
            },
            time ?? TimeProvider.System,
            cancellationToken);
        return inForce;
    }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Finds the snapshots that stay, and adds what they name.</summary>
/// <remarks>
/// A snapshot stays while it is shown, pinned, the newest, the one before it, or named; until its keep time after a newer one took its
/// place; and while an exported report of it is young.
/// </remarks>
sealed class KeptSnapshots(IObjectStore lake, KeepTimes keep, DateTimeOffset now)
{
    readonly Snapshots _snapshots = new(lake);
    readonly RefreshRecords _refreshes = new(lake);

    /// <returns>When the snapshots that stay were begun.</returns>
    public async Task<IReadOnlyCollection<DateTimeOffset>> ReadAsync(
        LakeRoots roots, RunsOfVersions versions, CancellationToken cancellationToken)
    {
        await ReadPendingAsync(roots, cancellationToken);
        var catalog = (await lake.ReadAsync(LakeKeys.CatalogState, SnapshotJson.Default.CatalogState, cancellationToken))?.Value;
        foreach (var id in await IdsAsync(catalog, cancellationToken))
        {
            roots.Snapshots.Add(id);
            if (await _snapshots.FindAsync(id, cancellationToken) is not { } snapshot)
                continue;
            foreach (var part in snapshot.Models.Values.SelectMany(version => version.Parts))
                roots.Marts.Add(LakeKeys.MartFolder(part));
            if (snapshot.Request is { } request)
                roots.Refreshes.Add(request);
            foreach (var (dataset, version) in snapshot.Datasets)
                await versions.AddAsync(dataset, version, cancellationToken);
        }

        foreach (var id in roots.Building)
        {
            var plan = await PlanAsync(id, cancellationToken);
            roots.IsPlanning |= plan is null;
            foreach (var (dataset, version) in plan?.Datasets ?? new Dictionary<string, DatasetVersion>())
                await versions.AddAsync(dataset, version, cancellationToken);
        }

        return [.. roots.Snapshots.Where(TimeId.IsId).Select(TimeId.Parse)];
    }

    /// <summary>Refreshes that wait, or are under way.</summary>
    async Task ReadPendingAsync(LakeRoots roots, CancellationToken cancellationToken)
    {
        var pending = (await lake.ReadAsync(LakeKeys.PendingRefresh, SnapshotJson.Default.PendingRefresh, cancellationToken))?.Value;
        foreach (var id in pending?.Ids ?? [])
        {
            roots.Refreshes.Add(id);
            if (await _refreshes.FindAsync(id, cancellationToken) is { Status: RunStatus.Running, Building: { } snapshot })
                roots.Building.Add(snapshot);
        }
    }

    async Task<IReadOnlyCollection<string>> IdsAsync(CatalogState? catalog, CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var named in _snapshots.NamesAsync(withGone: false, cancellationToken))
            kept.Add(named.Snapshot);
        if (await _snapshots.PointerAsync(cancellationToken) is not { } pointer)
            return kept;
        // The one before stays for readers that resolved the pointer before it moved.
        string?[] needed =
        [
            pointer.Snapshot, pointer.Newest, (await PlanAsync(pointer.Newest, cancellationToken))?.Previous, catalog?.Snapshot,
        ];
        kept.UnionWith(needed.OfType<string>());

        IReadOnlyList<string> ids = [.. Enumerable.Reverse(await _snapshots.IdsAsync(cancellationToken).ToListAsync(cancellationToken))];
        var oldest = TimeId.Of(now - keep.Snapshots);
        foreach (var (index, id) in ids.Index())
        {
            // An id is the time at which its snapshot began to take the place of the one before.
            if (index == ids.Count - 1 || string.CompareOrdinal(ids[index + 1], oldest) > 0)
                kept.Add(id);
        }

        await foreach (var export in lake.ListAsync(LakeKeys.Exports, cancellationToken))
        {
            if (export.LastModified > now - keep.Exports && Before(ids, TimeId.Of(export.LastModified)) is { } source)
                kept.Add(source);
        }

        return kept;
    }

    /// <summary>The latest of ascending ids that is not after a time.</summary>
    static string? Before(IReadOnlyList<string> ids, string time)
    {
        var (low, high) = (0, ids.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(ids[middle], time) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : ids[low - 1];
    }

    async Task<RefreshPlan?> PlanAsync(string snapshot, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.RefreshPlan(snapshot), SnapshotJson.Default.RefreshPlan, cancellationToken))?.Value;
}

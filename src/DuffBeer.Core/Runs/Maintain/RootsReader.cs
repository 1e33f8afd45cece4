using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Reads what must stay.</summary>
/// <remarks>
/// In the order in which things come to be: attempts under way, then what is published, then refreshes and snapshots of it. So whatever
/// moves on meanwhile is seen in one place or the other.
/// </remarks>
/// <param name="now">The time that ages are counted from.</param>
sealed class RootsReader(IObjectStore lake, IOpenTables tables, KeepTimes keep, DateTimeOffset now)
{
    /// <param name="withExpired">
    /// False while planning: what the open tables will name once they have forgotten their old snapshots. True for what they name now.
    /// </param>
    public async Task<LakeRoots> ReadAsync(bool withExpired, CancellationToken cancellationToken)
    {
        var roots = new LakeRoots();
        var versions = new RunsOfVersions(lake, roots);
        await foreach (var attempt in new UnfinishedAttempts(lake).ListAsync(cancellationToken))
            roots.AddUnfinished(attempt.Run, attempt.Number);
        await ReadManifestsAsync(roots, versions, cancellationToken);
        var shown = await new KeptSnapshots(lake, keep, now).ReadAsync(roots, versions, cancellationToken);
        foreach (var dataset in roots.Datasets)
        {
            if (await tables.UseAsync(dataset, now - keep.Snapshots, shown, withExpired, cancellationToken) is not { } use)
                continue;
            Add(roots, dataset, use);
            await versions.AddPacksAsync(
                dataset, use.Attempts.Select(attempt => attempt.Run).Concat(use.Runs).ToHashSet(StringComparer.Ordinal), cancellationToken);
        }

        roots.Maintenance = (await lake.ReadAsync(
            LakeKeys.LatestMaintenance, MaintenanceJson.Default.LatestMaintenance, cancellationToken))?.Value.Id;
        return roots;
    }

    async Task ReadManifestsAsync(LakeRoots roots, RunsOfVersions versions, CancellationToken cancellationToken)
    {
        var manifests = new DatasetManifests(lake);
        await foreach (var stat in lake.ListAsync(LakeKeys.Datasets, cancellationToken))
        {
            if (LakeKeys.DatasetOf(stat.Key) is not { } dataset)
                continue;
            roots.Datasets.Add(dataset);
            await versions.AddAsync(dataset, (await manifests.ReadAsync(dataset, cancellationToken)).ToVersion(), cancellationToken);
        }
    }

    static void Add(LakeRoots roots, string dataset, OpenTableUse use)
    {
        roots.Tables[dataset] = use;
        foreach (var attempt in use.Attempts)
            roots.Add(attempt, hasFiles: true);
        foreach (var run in use.Runs)
            roots.AddRun(run);
    }
}

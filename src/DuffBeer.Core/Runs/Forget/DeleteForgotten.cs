using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Deletes one kind of what may still have erased rows: all that neither the manifest nor the shown snapshot names.</summary>
/// <remarks>Safe to repeat. A reader of an older snapshot gets an error that says so, or the new snapshot.</remarks>
/// <returns>The number of deleted objects.</returns>
public sealed class DeleteForgotten(
    IObjectStore lake, ForgetRecords records, RunRecords runs, NamedSnapshots named, MaintenanceRecords maintenances, IOpenTables tables)
    : IActivity<ForgetRows.AreaInput, long>
{
    const int DeletionsAtATime = 16;

    readonly Snapshots _snapshots = new(lake);

    public async Task<long> RunAsync(ForgetRows.AreaInput input, CancellationToken cancellationToken)
    {
        if (await records.PlanAsync(input.Id, cancellationToken) is not { } plan)
            return 0;
        return input.Area switch
        {
            ForgetArea.Exports => await ExportsAsync(cancellationToken),
            ForgetArea.Snapshots => await SnapshotsAsync(cancellationToken),
            ForgetArea.Models => await ModelsAsync(cancellationToken),
            ForgetArea.Records => await RecordsAsync(cancellationToken),
            ForgetArea.Runs => await RunFilesAsync(plan, cancellationToken),
            ForgetArea.Lists => await ListsAsync(plan.Request.Dataset, cancellationToken),
            ForgetArea.Rows => await RowsAsync(plan, cancellationToken),
            ForgetArea.Table => await TableAsync(plan.Request.Dataset, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input.Area, "Not an area."),
        };
    }

    /// <summary>A pin ends first, or the refresh would export what the pinned snapshot shows.</summary>
    async Task<long> ExportsAsync(CancellationToken cancellationToken)
    {
        if (await _snapshots.PointerAsync(cancellationToken) is { Pinned: true })
            await _snapshots.UnpinAsync(cancellationToken);
        return await DeleteAsync(LakeKeys.Exports, _ => true, cancellationToken);
    }

    async Task<long> SnapshotsAsync(CancellationToken cancellationToken)
    {
        foreach (var one in await named.AllAsync(cancellationToken))
            await named.DropAsync(one.Name, cancellationToken);
        if (await _snapshots.PointerAsync(cancellationToken) is not { Newest: { } newest })
            return 0;
        return await DeleteAsync(
            LakeKeys.Snapshots,
            key => (LakeKeys.SnapshotOf(key) ?? LakeKeys.SnapshotFileOf(key)?.Snapshot) is { } id && string.CompareOrdinal(id, newest) < 0,
            cancellationToken);
    }

    /// <summary>The versions of a refresh that is under way have a later id.</summary>
    async Task<long> ModelsAsync(CancellationToken cancellationToken)
    {
        if (await _snapshots.CurrentAsync(cancellationToken) is not { } shown)
            return 0;
        var kept = shown.Models.Values.SelectMany(version => version.Parts).Select(LakeKeys.MartFolder).ToHashSet(StringComparer.Ordinal);
        return await DeleteAsync(
            LakeKeys.Marts,
            key => LakeKeys.MartOf(key) is var (_, snapshot) && string.CompareOrdinal(snapshot, shown.Id) <= 0
                && !kept.Contains(LakeKeys.MartFolder(key)),
            cancellationToken);
    }

    /// <summary>Warnings of refreshes and keys in plans of maintenance may quote values.</summary>
    async Task<long> RecordsAsync(CancellationToken cancellationToken)
    {
        var shown = await _snapshots.CurrentAsync(cancellationToken);
        var maintained = await maintenances.LatestAsync(cancellationToken) is { Status: RunStatus.Running } maintenance
            ? maintenance.Id
            : null;
        return await DeleteAsync(
                LakeKeys.Refreshes,
                key => shown?.Request is { } request && string.CompareOrdinal(LakeKeys.RefreshOf(key), request) < 0,
                cancellationToken)
            + await DeleteAsync(
                LakeKeys.Maintenances,
                key => key.LastIndexOf('/') >= LakeKeys.Maintenances.Length && LakeKeys.MaintenanceOf(key) != maintained,
                cancellationToken);
    }

    async Task<long> RunFilesAsync(ForgetPlan plan, CancellationToken cancellationToken)
    {
        var (deleted, stale) = (0L, plan.Stale.ToHashSet(StringComparer.Ordinal));
        foreach (var batch in plan.Batches)
            deleted += await DeleteAsync(LakeKeys.BatchFiles(batch), _ => true, cancellationToken);
        foreach (var run in plan.Runs.Distinct(StringComparer.Ordinal))
        {
            var last = await LastGoneAsync(run, stale, cancellationToken);
            deleted += await DeleteAsync(
                LakeKeys.RunFiles(run), key => LakeKeys.RunFileOf(key) is var (_, attempt, _) && attempt <= last, cancellationToken);
        }

        var all = await ForgetPlanner.RunsOfAsync(runs, plan.Request.Dataset, cancellationToken);
        var corrections = all.Where(run => run.Corrects is not null)
            .Select(run => LakeKeys.Correction(run.Corrects!, run.Source.Version))
            .ToHashSet(StringComparer.Ordinal);
        return deleted + await DeleteAsync(
            LakeKeys.Corrections,
            key => LakeKeys.CorrectionOf(key) is var (run, _) && RunId.DatasetOf(run) == plan.Request.Dataset && !corrections.Contains(key),
            cancellationToken);
    }

    /// <summary>The last attempt of a run whose files go.</summary>
    async Task<int> LastGoneAsync(string run, HashSet<string> stale, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(run, cancellationToken) is not { } record)
            return int.MaxValue;
        var isOpen = record.Status is RunStatus.Running or RunStatus.Suspended;
        return stale.Contains(run) && !isOpen ? record.Attempt : record.Attempt - 1;
    }

    async Task<long> ListsAsync(string dataset, CancellationToken cancellationToken)
    {
        var kept = await KeptRows.ReadAsync(lake, dataset, cancellationToken);
        return await DeleteAsync(LakeKeys.Segments(dataset), key => !kept.Lists.Contains(key), cancellationToken)
            + await DeleteAsync(LakeKeys.Packs(dataset), key => !kept.Lists.Contains(key), cancellationToken);
    }

    async Task<long> RowsAsync(ForgetPlan plan, CancellationToken cancellationToken)
    {
        var (dataset, kept) = (plan.Request.Dataset, await KeptRows.ReadAsync(lake, plan.Request.Dataset, cancellationToken));
        var (stale, batches) = (plan.Stale.ToHashSet(StringComparer.Ordinal), plan.Batches.ToHashSet(StringComparer.Ordinal));
        var gone = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var run in plan.Runs.Distinct(StringComparer.Ordinal))
            gone[run] = await LastGoneAsync(run, stale, cancellationToken);
        var open = new Dictionary<string, int?>(StringComparer.Ordinal);
        return await DeleteAsync(
                LakeKeys.Table(dataset),
                async key => !kept.Parts.Contains(key) && !await IsOpenAsync(key, open, cancellationToken),
                cancellationToken)
            + await DeleteAsync(
                LakeKeys.RejectsOfDataset(dataset),
                key => LakeKeys.BatchOf(key) is { } batch
                    ? batches.Contains(batch)
                    : AttemptOf(key) is { } attempt && gone.TryGetValue(attempt.Run, out var last) && attempt.Attempt <= last,
                cancellationToken)
            + await DeleteAsync(
                LakeKeys.KeysOfDataset(dataset),
                async key => AttemptOf(key) is not { } attempt
                    || (!kept.Attempts.Contains(attempt) && !await IsOpenAsync(key, open, cancellationToken)),
                cancellationToken);
    }

    /// <summary>Whether a running attempt writes the file: another run may be replayed.</summary>
    async Task<bool> IsOpenAsync(string key, Dictionary<string, int?> open, CancellationToken cancellationToken)
    {
        if (AttemptOf(key) is not var (run, attempt))
            return false;
        if (!open.TryGetValue(run, out var running))
        {
            running = await runs.FindAsync(run, cancellationToken) is { Status: RunStatus.Running or RunStatus.Suspended } record
                ? record.Attempt
                : null;
            open[run] = running;
        }

        return running == attempt;
    }

    async Task<long> TableAsync(string dataset, CancellationToken cancellationToken)
    {
        if (await UseAsync(dataset, withExpired: false, cancellationToken) is not { } old)
            return 0;
        if (old.Expired.Count > 0)
            await tables.ForgetAsync(dataset, old.Expired, cancellationToken);
        var use = (await UseAsync(dataset, withExpired: true, cancellationToken))!;
        var attempts = use.Attempts.ToHashSet();
        return await DeleteAsync(
            LakeKeys.OpenTableMetadata(dataset),
            key => !use.Files.Contains(key) && !(AttemptOf(key) is { } attempt && attempts.Contains(attempt)),
            cancellationToken);
    }

    Task<OpenTableUse?> UseAsync(string dataset, bool withExpired, CancellationToken cancellationToken) =>
        tables.UseAsync(dataset, DateTimeOffset.MaxValue, [], withExpired, cancellationToken);

    static PublishedAttempt? AttemptOf(string key) => LakeKeys.AttemptOf(key)?.Published;

    Task<long> DeleteAsync(string prefix, Func<string, bool> isGone, CancellationToken cancellationToken) =>
        DeleteAsync(prefix, key => ValueTask.FromResult(isGone(key)), cancellationToken);

    async Task<long> DeleteAsync(string prefix, Func<string, ValueTask<bool>> isGone, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var stat in lake.ListAsync(prefix, cancellationToken))
        {
            if (await isGone(stat.Key))
                keys.Add(stat.Key);
        }

        await SideBySide.SelectAsync(
            keys,
            DeletionsAtATime,
            async (key, running) =>
            {
                await lake.DeleteAsync(key, running);
                return true;
            },
            cancellationToken);
        return keys.Count;
    }
}

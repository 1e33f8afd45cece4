using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Deletes a page of what was planned. What is needed again since, or has another content, stays.</summary>
public sealed class DeleteExpired(IObjectStore lake, MaintenancePlanner planner) : IActivity<MaintainLake.PageInput, MaintainLake.Deleted>
{
    const int DeletionsAtATime = 16;

    public async Task<MaintainLake.Deleted> RunAsync(MaintainLake.PageInput input, CancellationToken cancellationToken)
    {
        var plan = (await PlanMaintenance.FindAsync(lake, input.Id, cancellationToken))!;
        var page = (await lake.ReadAsync(
            LakeKeys.MaintenancePage(input.Id, plan.Draft, input.Page), MaintenanceJson.Default.MaintenancePage, cancellationToken))!.Value;
        var (expiry, runs) = await planner.AgainAsync(plan.At, cancellationToken);
        var isGone = await SideBySide.SelectAsync(
            page.Deletions, DeletionsAtATime, (planned, stop) => DeleteAsync(planned, expiry, runs, stop), cancellationToken);
        var gone = page.Deletions.Where((_, index) => isGone[index]).ToList();
        return new(gone.Count, gone.Sum(deletion => deletion.Bytes), page.Deletions.Count - gone.Count);
    }

    /// <summary>False if it stays.</summary>
    async Task<bool> DeleteAsync(Deletion planned, Expiry expiry, RunStates runs, CancellationToken cancellationToken)
    {
        // An earlier try deleted it.
        if (await lake.StatAsync(planned.Key, cancellationToken) is not { } stat)
            return true;
        if (await expiry.OfAsync(stat, cancellationToken) is not { } reason)
            return false;
        // A run is marked before the first of its files goes, and the mark changes its record.
        if (reason == ExpiryReason.OldRun ? !await runs.MarkAsync(RunOf(stat.Key), cancellationToken) : stat.ETag != planned.ETag)
            return false;
        if (LakeKeys.SnapshotOf(stat.Key) is { } snapshot)
            return await DeleteSnapshotAsync(snapshot, cancellationToken);
        await lake.DeleteAsync(stat.Key, cancellationToken);
        return true;
    }

    /// <summary>
    /// Readers may be pinned to the snapshot at the same time. A pin looks for it afterwards, and here the pointer is looked at
    /// afterwards, so one of the two notices the other.
    /// </summary>
    async Task<bool> DeleteSnapshotAsync(string id, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Snapshot(id);
        if (await lake.ReadAsync(key, SnapshotJson.Default.Snapshot, cancellationToken) is not { } found)
            return true;
        await lake.DeleteAsync(key, cancellationToken);
        var pointer = await new Snapshots(lake).PointerAsync(cancellationToken);
        if (pointer?.Snapshot != id && pointer?.Newest != id)
            return true;
        await lake.WriteAsync(key, found.Value, SnapshotJson.Default.Snapshot, WriteCondition.IfAbsent, cancellationToken);
        return false;
    }

    static string RunOf(string key) => LakeKeys.AttemptOf(key)?.Run ?? (key.Split('/', 2)[0] + '/') switch
    {
        LakeKeys.RunsByDay => LakeKeys.RunOf(key),
        LakeKeys.RunsByState => LakeKeys.RunOfState(key),
        _ => key.Split('/')[1],
    };
}

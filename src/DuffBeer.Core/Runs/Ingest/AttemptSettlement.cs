using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Makes manifest, record and parts consistent after an attempt was ended from outside: terminated, retired or replaced.</summary>
/// <remarks>Every step may be repeated; recovery does so if a process died between two of them.</remarks>
public sealed class AttemptSettlement(
    DatasetManifests manifests,
    RunRecords runs,
    PartCleanup parts,
    Func<IEventPublisher> events,
    PublishedTables tables,
    TimeProvider time)
{
    readonly PublicationFence _fence = new(manifests, time);

    /// <summary>Settles an ended attempt before anything else happens to its run: its rows are visible, or they never will be.</summary>
    /// <returns>The run's record. A terminated run has completed if its rows are visible.</returns>
    public async Task<RunRecord> SettleAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Retired)
            await TakeOutAsync(run, cancellationToken);
        if (run.Status is RunStatus.Completed or RunStatus.Failed || await _fence.SetAsync(run, cancellationToken))
            return run;
        var published = await runs.UpdateAsync(run.Id, new RowsPublished(run.Attempt), cancellationToken);
        if (run.Status == RunStatus.Terminated)
            await RunAnnouncement.SendAsync(events(), published, cancellationToken);
        return published;
    }

    /// <summary>Finishes the remaining work of an attempt that has ended, for whatever reason.</summary>
    /// <param name="isIdle">Whether no activity of the attempt can still be running. If one can, its parts are deleted later.</param>
    public async Task<RunRecord> FinishAsync(RunRecord run, UnfinishedAttempt attempt, bool isIdle, CancellationToken cancellationToken)
    {
        var isCurrent = run.Attempt == attempt.Number;
        if (isCurrent)
        {
            var settled = await SettleAsync(run, cancellationToken);
            // The process may have died before it announced the end.
            if (run.Status is RunStatus.Completed or RunStatus.Failed && !run.Retired)
                await RunAnnouncement.SendAsync(events(), run, cancellationToken);
            else if (settled.Status == RunStatus.Terminated)
                await RunAnnouncement.SendAsync(events(), settled, cancellationToken);
            run = settled;
        }

        if (!isIdle)
            return run;
        if (!isCurrent || run.Status == RunStatus.Terminated)
            await parts.DeleteAsync(run with { Attempt = attempt.Number }, result: null, cancellationToken);
        await runs.Unfinished.RemoveAsync(attempt, cancellationToken);
        return run;
    }

    /// <summary>
    /// Removes a retired run's rows from the manifest with one conditional write, and fences off late copies of its publication.
    /// </summary>
    async Task TakeOutAsync(RunRecord run, CancellationToken cancellationToken)
    {
        await manifests.UpdateAsync(
            run.Dataset,
            run.Source.Key,
            FormattableString.Invariant($"{run.Id}/fence-{run.Attempt}"),
            current =>
            {
                var fence = AttemptFence.Of(run, time.GetUtcNow());
                return current.Without(fence) ?? current.With(fence);
            },
            cancellationToken);
        await tables.TryFollowAsync(run.Dataset, cancellationToken);
    }
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <param name="Objects">Objects in landing that belong to a dataset.</param>
/// <param name="Started">Runs started for objects that had none.</param>
/// <param name="Resumed">Interrupted runs that were resumed.</param>
/// <param name="Again">Failed runs tried again: those that an unavailable service had failed, or all that the caller wanted.</param>
public sealed record Recovered(int Objects, IReadOnlyList<string> Started, IReadOnlyList<string> Resumed, IReadOnlyList<string> Again)
{
    /// <summary>Objects in landing that belong to no dataset, without temporary ones.</summary>
    public IReadOnlyList<string> Unwanted { get; init; } = [];

    /// <summary>Failed runs that were not tried again: a service was unavailable, and their next try is later.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Failed runs that reconcile does not try again by itself.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Objects that cannot be ingested now: a later reconcile, or their event, starts their runs.</summary>
    public IReadOnlyList<DelayedObject> Delayed { get; init; } = [];
}

/// <param name="Key">In landing.</param>
/// <param name="Reason">Whole sentences: what they wait for.</param>
public sealed record DelayedObject(string Key, string Reason);

/// <summary>
/// Completes work that a crash, a lost event or an unavailable service left undone. It can run repeatedly and beside other work.
/// </summary>
/// <remarks>
/// Runs that failed because of their input stay as they are, unless the caller wants every failed run tried. Those that were terminated or
/// retired always do.
/// </remarks>
public sealed class Recovery(
    Stores stores,
    RunRecords runs,
    RunStarts starts,
    AttemptSettlement settlement,
    ObjectIntake intake,
    PendingNotices pending,
    DatasetCatalog datasets,
    PublishedTables tables,
    IRunOrchestrator orchestrator,
    TimeProvider time)
{
    /// <summary>Runs of earlier versions of the program that one reconcile marks: minutes of work on S3.</summary>
    const int RunsToMark = 10_000;

    /// <summary>Runs of earlier versions that a start marks.</summary>
    const int FewRunsToMark = 1_000;

    /// <summary>Resumes interrupted attempts first, then starts runs of queued events and of new objects in landing.</summary>
    /// <param name="retryFailed">Every failed run of an object in landing is tried again now, whatever failed it and however often.</param>
    public async Task<Recovered> RecoverAsync(CancellationToken cancellationToken, bool retryFailed = false)
    {
        var (objects, started, again) = (0, new List<string>(), new List<string>());
        var (waiting, failed, delayed) = (new List<string>(), new List<string>(), new List<DelayedObject>());
        started.AddRange((await TakePendingAsync(cancellationToken)).Select(run => run.Id));
        var underWay = new HashSet<string>(StringComparer.Ordinal);
        var resumed = (await ResumeAsync(_ => true, underWay, cancellationToken)).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        await runs.Index.CompleteAsync(RunsToMark, cancellationToken);
        foreach (var dataset in datasets.All)
        {
            var (taking, begun) = intake.Together();
            var lists = new KnownRuns(runs.Index, new(stores.Lake), dataset.Name, underWay, retryFailed);
            await foreach (var source in stores.Landing.ListAsync(dataset.Source.Prefix, cancellationToken))
            {
                if (datasets.ForKey(source.Key)?.Name != dataset.Name)
                    continue;
                objects++;
                var id = RunStarts.IdOf(dataset, stores.Bucket, source);
                var listed = await lists.OfAsync(id, cancellationToken);
                if (listed == Known.Failed)
                    failed.Add(id);
                if (listed != Known.Unclear)
                    continue;
                var known = await runs.FindAsync(id, cancellationToken);
                // Where only the last replay of a published run failed, its rows stay.
                if (known is { Status: RunStatus.Failed, Retired: false } && (retryFailed || !known.Published))
                {
                    var due = OutageRetry.DueAt(known);
                    if (retryFailed || due <= time.GetUtcNow())
                        again.AddRange(await AgainAsync(known, cancellationToken) ? [id] : []);
                    else
                        (due is null ? failed : waiting).Add(id);
                }
                else if (await ReceiveAsync(taking, dataset, source, delayed, cancellationToken) is { Kind: ReceiptKind.Started })
                    (known is null ? (ICollection<string>)started : resumed).Add(id);
                if (begun.Count == BatchRule.MostFiles)
                    await begun.FlushAsync(cancellationToken);
            }

            await begun.FlushAsync(cancellationToken);
        }

        foreach (var dataset in datasets.All)
            await tables.TryFollowAsync(dataset.Name, cancellationToken);
        var unwanted = await UnwantedObjects.ReadAsync(stores.Landing, datasets, cancellationToken);
        return new(objects, started, [.. resumed], again) { Unwanted = unwanted, Waiting = waiting, Failed = failed, Delayed = delayed };
    }

    /// <summary>Takes the events that a process had queued when it died.</summary>
    /// <returns>The runs that were started.</returns>
    public async Task<IReadOnlyList<RunRecord>> TakePendingAsync(CancellationToken cancellationToken)
    {
        var started = new List<RunRecord>();
        var (taking, begun) = intake.Together();
        await foreach (var (batch, notices) in pending.ListAsync(cancellationToken))
        {
            var isTaken = true;
            foreach (var notice in notices)
            {
                try
                {
                    if (await taking.NoticeAsync(notice, cancellationToken) is { Kind: ReceiptKind.Started, Run: { } run })
                        started.Add(run);
                }
                catch (RunException failure) when (failure is TerminalException or { Code: ProblemCode.Overloaded })
                {
                    // Trouble of ours may be mended: the batch stays for the next reconcile.
                    isTaken &= ObjectIntake.IsOfNotice(failure);
                }
            }

            await begun.FlushAsync(cancellationToken);
            if (isTaken)
                await pending.RemoveAsync(batch, cancellationToken);
        }

        return started;
    }

    /// <summary>Resumes interrupted attempts, and finishes those whose end was not recorded, announced or cleaned up.</summary>
    /// <returns>The resumed runs.</returns>
    public Task<IReadOnlyList<RunRecord>> ResumeAsync(CancellationToken cancellationToken) => ResumeAsync(_ => true, cancellationToken);

    /// <param name="isOurs">False for an attempt that another host may be running: it is left alone.</param>
    /// <inheritdoc cref="ResumeAsync(CancellationToken)"/>
    public async Task<IReadOnlyList<RunRecord>> ResumeAsync(Func<UnfinishedAttempt, bool> isOurs, CancellationToken cancellationToken)
    {
        var resumed = await ResumeAsync(isOurs, [], cancellationToken);
        await runs.Index.CompleteAsync(FewRunsToMark, cancellationToken);
        return resumed;
    }

    /// <param name="underWay">Gets the runs that are neither ended nor interrupted now.</param>
    async Task<IReadOnlyList<RunRecord>> ResumeAsync(
        Func<UnfinishedAttempt, bool> isOurs, HashSet<string> underWay, CancellationToken cancellationToken)
    {
        var resumed = new List<RunRecord>();
        await foreach (var attempt in runs.Unfinished.ListAsync(cancellationToken).Where(isOurs))
        {
            // The run is being created right now: its record, or its attempt, follows.
            if (await runs.FindAsync(attempt.Run, cancellationToken) is not { } run || run.Attempt < attempt.Number)
                continue;
            if (run.Attempt > attempt.Number || run.Status is not (RunStatus.Running or RunStatus.Suspended))
            {
                var isIdle = await orchestrator.IsIdleAsync(attempt.Run, attempt.Number, cancellationToken);
                await settlement.FinishAsync(run, attempt, isIdle, cancellationToken);
            }
            else
            {
                underWay.Add(run.Id);
                if (await AlignAsync(run, cancellationToken))
                    resumed.Add(run);
            }
        }

        return resumed;
    }

    /// <summary>Null, and on the list, if the object cannot be ingested now.</summary>
    static async Task<Receipt?> ReceiveAsync(
        ObjectIntake taking, DatasetContract dataset, ObjectStat source, List<DelayedObject> delayed, CancellationToken cancellationToken)
    {
        try
        {
            return await taking.ReceiveAsync(dataset, source, sequencer: null, cancellationToken);
        }
        catch (TransientException later) when (later.Code == ProblemCode.Overloaded)
        {
            delayed.Add(new(source.Key, later.Message));
            return null;
        }
    }

    /// <summary>Brings the orchestrator in line with the record. True if the attempt was interrupted and now continues.</summary>
    async Task<bool> AlignAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var isActive = await orchestrator.IsActiveAsync(run.Id, run.Attempt, cancellationToken);
        if (!isActive)
        {
            // It may have ended since its record was read.
            var now = await runs.GetAsync(run.Id, cancellationToken);
            if ((now.Attempt, now.Status) != (run.Attempt, run.Status))
                return false;
        }

        if (run.Status == RunStatus.Running)
            await orchestrator.ResumeAsync(run.Id, run.Attempt, cancellationToken);
        else if (isActive)
            await orchestrator.SuspendAsync(run.Id, run.Attempt, cancellationToken);
        return run.Status == RunStatus.Running && !isActive;
    }

    /// <summary>False where the run was changed meanwhile: then it stays as it is.</summary>
    async Task<bool> AgainAsync(RunRecord run, CancellationToken cancellationToken)
    {
        RunRecord again;
        try
        {
            again = await starts.AgainAsync(run, cancellationToken);
        }
        catch (TerminalException changed) when (changed.Code == ProblemCode.Conflict)
        {
            return false;
        }

        await orchestrator.StartAsync(again.Id, again.Attempt, cancellationToken);
        return true;
    }
}

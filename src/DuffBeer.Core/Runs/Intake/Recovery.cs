using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <param name="Objects">Objects in landing that belong to a dataset.</param>
/// <param name="Started">Runs started for objects that had none.</param>
/// <param name="Resumed">Interrupted runs that were resumed.</param>
/// <param name="Again">Runs tried again because a store or an engine had been unavailable.</param>
public sealed record Recovered(int Objects, IReadOnlyList<string> Started, IReadOnlyList<string> Resumed, IReadOnlyList<string> Again)
{
    /// <summary>Objects in landing that belong to no dataset, without temporary ones.</summary>
    public IReadOnlyList<string> Unwanted { get; init; } = [];
}

/// <summary>
/// Completes work that a crash, a lost event or an unavailable service left undone. It can run repeatedly and beside other work.
/// </summary>
/// <remarks>Runs that failed because of their input, and runs that were terminated or retired, stay as they are.</remarks>
public sealed class Recovery(
    Stores stores,
    RunRecords runs,
    RunStarts starts,
    AttemptSettlement settlement,
    ObjectIntake intake,
    PendingNotices pending,
    DatasetCatalog datasets,
    IRunOrchestrator orchestrator)
{
    static readonly ProblemCode[] s_passing = [ProblemCode.StoreUnavailable, ProblemCode.EngineUnavailable];

    /// <summary>Resumes interrupted attempts first, then starts runs of queued events and of new objects in landing.</summary>
    public async Task<Recovered> RecoverAsync(CancellationToken cancellationToken)
    {
        var (objects, started, again) = (0, new List<string>(), new List<string>());
        started.AddRange((await TakePendingAsync(cancellationToken)).Select(run => run.Id));
        var resumed = (await ResumeAsync(cancellationToken)).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var dataset in datasets.All)
        {
            var published = await PublishedAsync(dataset.Name, cancellationToken);
            await foreach (var source in stores.Landing.ListAsync(dataset.Source.Prefix, cancellationToken))
            {
                if (datasets.ForKey(source.Key)?.Name != dataset.Name)
                    continue;
                objects++;
                var id = RunStarts.IdOf(dataset, stores.Bucket, source);
                if (published.Contains(id) || resumed.Contains(id))
                    continue;
                var known = await runs.FindAsync(id, cancellationToken);
                if (known is { Status: RunStatus.Failed, Problem: { } problem } && s_passing.Contains(problem.Code))
                    again.AddRange(await AgainAsync(known, cancellationToken) ? [id] : []);
                else if ((await intake.ReceiveAsync(dataset, source, sequencer: null, cancellationToken)).Kind == ReceiptKind.Started)
                    (known is null ? (ICollection<string>)started : resumed).Add(id);
            }
        }

        var unwanted = await UnwantedObjects.ReadAsync(stores.Landing, datasets, cancellationToken);
        return new(objects, started, [.. resumed], again) { Unwanted = unwanted };
    }

    /// <summary>Takes the events that a process had queued when it died.</summary>
    /// <returns>The runs that were started.</returns>
    public async Task<IReadOnlyList<RunRecord>> TakePendingAsync(CancellationToken cancellationToken)
    {
        var started = new List<RunRecord>();
        await foreach (var (batch, notices) in pending.ListAsync(cancellationToken))
        {
            foreach (var notice in notices)
            {
                if (await TakeAsync(notice, cancellationToken) is { Kind: ReceiptKind.Started, Run: { } run })
                    started.Add(run);
            }

            await pending.RemoveAsync(batch, cancellationToken);
        }

        return started;
    }

    /// <summary>Null for a notice that can never become a run.</summary>
    async Task<Receipt?> TakeAsync(ObjectNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.NoticeAsync(notice, cancellationToken);
        }
        catch (TerminalException)
        {
            return null;
        }
    }

    /// <summary>Resumes interrupted attempts, and finishes those whose end was not recorded, announced or cleaned up.</summary>
    /// <returns>The resumed runs.</returns>
    public Task<IReadOnlyList<RunRecord>> ResumeAsync(CancellationToken cancellationToken) => ResumeAsync(_ => true, cancellationToken);

    /// <param name="isOurs">False for an attempt that another host may be running: it is left alone.</param>
    /// <inheritdoc cref="ResumeAsync(CancellationToken)"/>
    public async Task<IReadOnlyList<RunRecord>> ResumeAsync(Func<UnfinishedAttempt, bool> isOurs, CancellationToken cancellationToken)
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
            else if (await AlignAsync(run, cancellationToken))
            {
                resumed.Add(run);
            }
        }

        return resumed;
    }

    /// <summary>Brings the orchestrator in line with the record. True if the attempt was interrupted and now continues.</summary>
    async Task<bool> AlignAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var isActive = await orchestrator.IsActiveAsync(run.Id, run.Attempt, cancellationToken);
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

    async Task<HashSet<string>> PublishedAsync(string dataset, CancellationToken cancellationToken) =>
        (await stores.Lake.ReadAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, cancellationToken))?.Value.Runs
            .Select(run => run.RunId).ToHashSet(StringComparer.Ordinal) ?? [];
}

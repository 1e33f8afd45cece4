using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>What people may do to a run: replay it, suspend it, resume it, terminate it. Each returns its record as it is then.</summary>
/// <remarks>
/// The record is changed first, then the engine is told: the record is what activities go by, and recovery tells an engine that was not told. What does
/// not fit the run's state is a <see cref="TerminalException"/> with <c>Conflict</c>; an unknown run is <c>NotFound</c>.
/// </remarks>
public sealed class RunControl(RunRecords runs, RunStarts starts, AttemptSettlement settlement, IRunOrchestrator orchestrator)
{
    /// <summary>Begins a new attempt; one that is under way goes on instead.</summary>
    public async Task<RunRecord> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(id, cancellationToken);
        if (run.Status != RunStatus.Running)
            run = await starts.AgainAsync(run, cancellationToken);

        await orchestrator.StartAsync(run.Id, run.Attempt, cancellationToken);
        return run;
    }

    public async Task<RunRecord> SuspendAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.UpdateAsync(id, now => new RunSuspended(now.Attempt), cancellationToken);
        try
        {
            await orchestrator.SuspendAsync(run.Id, run.Attempt, cancellationToken);
        }
        catch (TerminalException)
        {
            if (await ResumedAsync(run, cancellationToken))
                throw;
        }

        return await runs.GetAsync(id, cancellationToken);
    }

    public async Task<RunRecord> ResumeAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.UpdateAsync(id, now => new RunResumed(now.Attempt), cancellationToken);
        await orchestrator.ResumeAsync(run.Id, run.Attempt, cancellationToken);
        return run;
    }

    /// <summary>Ends a run for good and deletes what it wrote; a run whose rows are visible by then has completed.</summary>
    public async Task<RunRecord> TerminateAsync(string id, CancellationToken cancellationToken)
    {
        // From here on every activity of the attempt is refused.
        var run = await runs.UpdateAsync(id, now => new RunTerminated(now.Attempt), cancellationToken);
        await orchestrator.TerminateAsync(run.Id, run.Attempt, cancellationToken);
        var isIdle = await orchestrator.IsIdleAsync(run.Id, run.Attempt, cancellationToken);
        return await settlement.FinishAsync(run, UnfinishedAttempt.OfRun(run.Id, run.Attempt), isIdle, cancellationToken);
    }

    /// <summary>Takes a suspension back that the engine refused. False where the run came to its end meanwhile.</summary>
    async Task<bool> ResumedAsync(RunRecord run, CancellationToken cancellationToken)
    {
        try
        {
            await runs.UpdateAsync(run.Id, new RunResumed(run.Attempt), cancellationToken);
            return true;
        }
        catch (TerminalException ended) when (ended.Code == ProblemCode.Conflict)
        {
            return false;
        }
    }
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Operations on a run: replay, suspend, resume, terminate. Each returns the run's record afterwards.</summary>
/// <remarks>
/// The record changes first, then the orchestrator: activities obey the record, and recovery
/// notifies an orchestrator that missed the change. An operation that does not fit the run's state
/// is a <see cref="TerminalException"/> with <c>Conflict</c>; an unknown run is <c>NotFound</c>.
/// </remarks>
public sealed class RunControl(RunRecords runs, RunStarts starts, AttemptSettlement settlement, IRunOrchestrator orchestrator)
{
    /// <summary>Begins a new attempt, or resumes the one under way.</summary>
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

    /// <summary>Ends a run permanently and deletes its parts. A run whose rows are already visible has completed.</summary>
    public async Task<RunRecord> TerminateAsync(string id, CancellationToken cancellationToken)
    {
        // From here on, every activity of the attempt is refused.
        var run = await runs.UpdateAsync(id, now => new RunTerminated(now.Attempt), cancellationToken);
        await orchestrator.TerminateAsync(run.Id, run.Attempt, cancellationToken);
        var isIdle = await orchestrator.IsIdleAsync(run.Id, run.Attempt, cancellationToken);
        return await settlement.FinishAsync(run, UnfinishedAttempt.OfRun(run.Id, run.Attempt), isIdle, cancellationToken);
    }

    /// <summary>Reverts a suspension that the orchestrator refused. False if the run has ended in the meantime.</summary>
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

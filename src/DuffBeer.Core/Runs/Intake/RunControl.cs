using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Operations on a run: replay, suspend, resume, terminate. Each returns the run's record afterwards.</summary>
/// <remarks>
/// The record changes first, then the orchestrator: activities obey the record, and recovery
/// notifies an orchestrator that missed the change. Operations may be repeated: a run that already is as requested stays so, and the
/// orchestrator is notified again. An operation on a run that has ended is a <see cref="TerminalException"/> with <c>Conflict</c>; an
/// unknown run is <c>NotFound</c>.
/// </remarks>
public sealed class RunControl(RunRecords runs, RunStarts starts, AttemptSettlement settlement, IRunOrchestrator orchestrator)
{
    /// <summary>How often the orchestrator follows others' changes before this caller gives up.</summary>
    const int MostTurns = 20;

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
        var wasSuspended = false;
        var run = await runs.UpdateAsync(
            id,
            now =>
            {
                wasSuspended = now.Status == RunStatus.Suspended;
                return new RunSuspended(now.Attempt);
            },
            cancellationToken);
        try
        {
            await orchestrator.SuspendAsync(run.Id, run.Attempt, cancellationToken);
        }
        catch (TerminalException)
        {
            if (!wasSuspended && await ResumedAsync(run, cancellationToken))
                throw;
        }

        return await AlignedAsync(run, cancellationToken);
    }

    public async Task<RunRecord> ResumeAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.UpdateAsync(id, now => new RunResumed(now.Attempt), cancellationToken);
        await orchestrator.ResumeAsync(run.Id, run.Attempt, cancellationToken);
        return await AlignedAsync(run, cancellationToken);
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

    /// <summary>Makes the orchestrator follow the record if another caller suspended or resumed the run in the meantime.</summary>
    /// <param name="told">What the orchestrator was told last.</param>
    async Task<RunRecord> AlignedAsync(RunRecord told, CancellationToken cancellationToken)
    {
        for (var turns = 1; ; turns++)
        {
            var now = await runs.GetAsync(told.Id, cancellationToken);
            if (now.Attempt != told.Attempt || now.Status == told.Status)
                return now;
            if (now.Status == RunStatus.Running)
                await orchestrator.ResumeAsync(now.Id, now.Attempt, cancellationToken);
            else if (now.Status == RunStatus.Suspended)
                await orchestrator.SuspendAsync(now.Id, now.Attempt, cancellationToken);
            else
                return now;
            if (turns == MostTurns)
                throw new TransientException(
                    ProblemCode.StoreUnavailable, $"Run {now.Id} was suspended and resumed by others {turns} times meanwhile. Try again.");
            told = now;
        }
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

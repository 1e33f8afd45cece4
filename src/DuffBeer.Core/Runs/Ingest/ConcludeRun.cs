using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Records how an attempt ended and what it cost, announces it, and deletes what a failed or terminated attempt wrote.</summary>
/// <remarks>False if the attempt was terminated or replaced by another.</remarks>
public sealed class ConcludeRun(
    RunRecords runs,
    PartCleanup parts,
    PublicationFence fence,
    AttemptSettlement settlement,
    IEventPublisher events,
    ActivityMeter meter,
    PriceTable prices)
    : IActivity<IngestFile.Ending, bool>
{
    public async Task<bool> RunAsync(IngestFile.Ending input, CancellationToken cancellationToken)
    {
        var instance = IngestFile.InstanceOf(input.RunId, input.Attempt);
        var ended = await meter.MeasureAsync(instance, own => ConcludeAsync(input, own, cancellationToken));
        return ended.Problem is { } problem ? throw problem.ToException() : ended.Value;
    }

    /// <param name="own">Measures this activity and holds the cost of the run's failed tries.</param>
    async Task<bool> ConcludeAsync(IngestFile.Ending input, CostMeter own, CancellationToken cancellationToken)
    {
        var attempt = UnfinishedAttempt.OfRun(input.RunId, input.Attempt);
        var found = await runs.DocumentAsync(input.RunId, cancellationToken);
        if (found.Value.Attempt != input.Attempt)
            return false;

        // All other activities of the attempt have ended, so the attempt is idle.
        if (found.Value.Status == RunStatus.Terminated)
            return await settlement.FinishAsync(found.Value, attempt, isIdle: true, cancellationToken) is { Status: RunStatus.Completed };

        var problem = input.Problem is null ? null : await ProblemAsync(found.Value, input.Problem, cancellationToken);
        RunRecord record;
        try
        {
            var isVisible = problem is null && input.Problem is not null;
            var cost = prices.CostOf(input.Cost + own.Spent);
            record = await runs.UpdateAsync(
                input.RunId,
                new AttemptConcluded(input.Attempt, problem, cost, isVisible),
                cancellationToken,
                found);
        }
        catch (TerminalException refused) when (refused.Code == ProblemCode.Conflict)
        {
            return false;
        }

        await RunAnnouncement.SendAsync(events, record, cancellationToken);
        await runs.Unfinished.RemoveAsync(attempt, cancellationToken);
        return true;
    }

    /// <summary>Null if only the answer of the publication was lost: the rows are visible, and the run completed.</summary>
    async Task<Problem?> ProblemAsync(RunRecord run, Problem problem, CancellationToken cancellationToken)
    {
        if (run.Status is RunStatus.Completed or RunStatus.Failed)
            return run.Problem;
        if (!await fence.SetAsync(run, cancellationToken))
            return null;
        await parts.DeleteAsync(run, await runs.ResultAsync(run.Id, run.Attempt, cancellationToken), cancellationToken);
        return problem;
    }
}

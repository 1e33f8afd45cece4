using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Records how an attempt ended and what it cost, announces it, and deletes what a failed attempt wrote.</summary>
/// <remarks>False where the attempt was ended from outside, or another took its place: then whoever did that records it.</remarks>
public sealed class ConcludeRun(
    RunRecords runs, PartCleanup parts, PublicationFence fence, IEventPublisher events, ActivityMeter meter, PriceTable prices)
    : IActivity<IngestFile.Ending, bool>
{
    public async Task<bool> RunAsync(IngestFile.Ending input, CancellationToken cancellationToken)
    {
        var ended = await meter.MeasureAsync(IngestFile.InstanceOf(input.RunId, input.Attempt), own => ConcludeAsync(input, own, cancellationToken));
        return ended.Problem is { } problem ? throw problem.ToException() : ended.Value;
    }

    /// <param name="own">Measures this activity, and has what failed tries of the run took.</param>
    async Task<bool> ConcludeAsync(IngestFile.Ending input, CostMeter own, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(input.RunId, cancellationToken);
        if (record.Attempt != input.Attempt || record.Status == RunStatus.Terminated)
            return false;

        var problem = input.Problem;
        if (problem is not null && record.Status != RunStatus.Failed)
        {
            // Publishing may have failed only in its answer. The rows are visible then, and the run completed.
            if (!await fence.SetAsync(record, cancellationToken))
                problem = null;
            else
                await parts.DeleteAsync(record, await runs.ResultAsync(record.Id, record.Attempt, cancellationToken), cancellationToken);
        }

        try
        {
            if (problem is null && input.Problem is not null)
                await runs.UpdateAsync(input.RunId, new RowsPublished(input.Attempt), cancellationToken);
            record = await runs.UpdateAsync(
                input.RunId, new AttemptConcluded(input.Attempt, problem, prices.CostOf(input.Cost + own.Spent)), cancellationToken);
        }
        catch (TerminalException refused) when (refused.Code == ProblemCode.Conflict)
        {
            return false;
        }

        await RunAnnouncement.SendAsync(events, record, cancellationToken);
        await runs.Unfinished.RemoveAsync(UnfinishedAttempt.OfRun(input.RunId, input.Attempt), cancellationToken);
        return true;
    }
}

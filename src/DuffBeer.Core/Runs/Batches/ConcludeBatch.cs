using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Records how each attempt of a batch ended, with its share of the cost by bytes, and announces it.</summary>
/// <remarks>Returns the attempts that the batch did not ingest: they are still running.</remarks>
public sealed class ConcludeBatch(
    IObjectStore lake,
    RunRecords runs,
    DatasetCatalog datasets,
    AttemptSettlement settlement,
    IEventPublisher events,
    ActivityMeter meter,
    PriceTable prices)
    : IActivity<IngestBatch.Ending, IReadOnlyList<BatchMember>>
{
    readonly RunBatches _batches = new(lake, runs, datasets);
    readonly BatchResults _results = new(lake);

    public async Task<IReadOnlyList<BatchMember>> RunAsync(IngestBatch.Ending input, CancellationToken cancellationToken)
    {
        var ended = await meter.MeasureAsync(input.Batch, own => ConcludeAsync(input, own, cancellationToken));
        return ended.Problem is { } problem ? throw problem.ToException() : ended.Value!;
    }

    /// <param name="own">Measures this activity and holds the cost of the batch's failed tries.</param>
    async Task<IReadOnlyList<BatchMember>> ConcludeAsync(IngestBatch.Ending input, CostMeter own, CancellationToken cancellationToken)
    {
        var members = (await _batches.MembersAsync(input.Batch, cancellationToken)).Runs;
        var result = input.Problem is null ? await _results.GetAsync(input.Result, cancellationToken) : null;
        var changes = Changes(result, input.Cost + own.Spent);
        var found = await SideBySide.SelectAsync(
            members,
            RunBatches.AtATime,
            (member, running) => FindAsync(member, changes.GetValueOrDefault(member), running),
            cancellationToken);
        var ended = await runs.UpdateAllAsync(
            [.. found.OfType<Document<RunRecord>>().Where(run => ChangeOf(run) is not null).Select(run => (run, ChangeOf(run)!))],
            cancellationToken);
        // No end is announced before all are recorded.
        await Parallel.ForEachAsync(
            ended.OfType<RunRecord>(),
            new ParallelOptions { MaxDegreeOfParallelism = RunBatches.AtATime, CancellationToken = cancellationToken },
            async (record, running) =>
            {
                await RunAnnouncement.SendAsync(events, record, running);
                await runs.Unfinished.RemoveAsync(UnfinishedAttempt.OfRun(record.Id, record.Attempt), running);
            });
        return [.. found.OfType<Document<RunRecord>>().Where(run => ChangeOf(run) is null).Select(run => MemberOf(run.Value))];

        RunChange? ChangeOf(Document<RunRecord> run) => changes.GetValueOrDefault(MemberOf(run.Value));
    }

    /// <summary>The record of an attempt that has not ended: the batch ends it, or it is still to be ingested by itself.</summary>
    async Task<Document<RunRecord>?> FindAsync(BatchMember member, EndedInBatch? change, CancellationToken cancellationToken)
    {
        var found = await runs.DocumentAsync(member.RunId, cancellationToken);
        if (found.Value.Attempt != member.Attempt)
            return null;
        // No activity of the batch is at work any more, so the attempt is idle.
        if (found.Value.Status == RunStatus.Terminated)
        {
            await SettleAsync(found.Value, change, cancellationToken);
            return null;
        }

        return change is not null || found.Value.Status == RunStatus.Running ? found : null;
    }

    /// <summary>A terminated run has completed if its rows are visible: then it gets what the batch counted.</summary>
    async Task SettleAsync(RunRecord run, EndedInBatch? change, CancellationToken cancellationToken)
    {
        var settled = await settlement.FinishAsync(run, UnfinishedAttempt.OfRun(run.Id, run.Attempt), isIdle: true, cancellationToken);
        if (settled.Status == RunStatus.Completed && change is not null)
            await runs.UpdateAllAsync([(await runs.DocumentAsync(run.Id, cancellationToken), change)], cancellationToken);
    }

    static BatchMember MemberOf(RunRecord run) => new(run.Id, run.Attempt);

    Dictionary<BatchMember, EndedInBatch> Changes(BatchResult? result, CostDrivers cost)
    {
        var changes = new Dictionary<BatchMember, EndedInBatch>();
        var (bytes, all) = (0L, result?.Runs.Sum(run => run.SourceBytes) ?? 0);
        foreach (var run in result?.Runs ?? [])
        {
            var share = cost.First(bytes + run.SourceBytes, all) - cost.First(bytes, all);
            bytes += run.SourceBytes;
            changes[run.Member] = new(run.Attempt, result!.Id, [.. StepsOf(run, prices.CostOf(share))]);
        }

        return changes;
    }

    /// <summary>The steps of the attempt, as it would have taken them by itself.</summary>
    static IEnumerable<RunChange> StepsOf(BatchedRun run, RunCost cost)
    {
        if (run.Shape is not null)
            yield return new SourceInspected(run.Attempt, run.Chunks, run.VersionByHeader);
        if (run.Ledger is not null)
            yield return new RowsJudged(run.Attempt, run.Ledger, run.Warnings, run.Receipt?.Root);
        if (run.Problem is null)
            yield return new PublicationApproved(run.Attempt);
        if (run.Rows is BatchRows.Packed or BatchRows.Published)
            yield return new RowsPublished(run.Attempt);
        else if (run.Rows == BatchRows.Superseded)
            yield return new PublicationSkipped(run.Attempt, PublishRun.Superseded);
        yield return new AttemptConcluded(run.Attempt, run.Problem, cost);
    }
}

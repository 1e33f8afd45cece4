using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Starts erasures, and does for <see cref="EraseRows"/> what needs the task hub.</summary>
public sealed class DurableForget(
    IObjectStore lake, ForgetRecords records, RunRecords runs, DurableRuns orchestrator, DurableRefresh refresh, TaskHub hub) : ILakeErasure
{
    readonly RefreshRecords _refreshes = new(lake);
    readonly Snapshots _snapshots = new(lake);

    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        hub.Client.StartAsync(EraseRows.Name, EraseRows.InstanceOf(id), id, cancellationToken);

    /// <summary>Starts the erasure under way again if its instance has ended.</summary>
    /// <remarks>One without an instance is done by another host of the lake, such as a command.</remarks>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (await records.UnderWayAsync(cancellationToken) is { } underWay
            && await hub.FindAsync(EraseRows.InstanceOf(underWay.Id), cancellationToken) is { IsCompleted: true })
            await StartAsync(underWay.Id, cancellationToken);
    }

    public async Task<bool> IngestAsync(string id, CancellationToken cancellationToken)
    {
        var planned = await PlannedAsync(id, cancellationToken);
        var begun = await SideBySide.SelectAsync(planned, RunBatches.AtATime, RunningAsync, cancellationToken);
        var running = begun.OfType<RunRecord>().Select(run => new RunAttempt(run.Id, run.Attempt)).ToList();
        await orchestrator.StartAllAsync(running, cancellationToken);
        return running.Count > 0;
    }

    /// <summary>The last run is asked first: it is likely to be the last one that ends.</summary>
    public async Task<bool> IsIngestingAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var planned in (await PlannedAsync(id, cancellationToken)).Reverse())
        {
            if (await RunningAsync(planned, cancellationToken) is not null)
                return true;
        }

        return false;
    }

    public async Task<string?> RefreshAsync(CancellationToken cancellationToken) =>
        await _snapshots.PointerAsync(cancellationToken) is null ? null : await refresh.RequestAsync(cancellationToken);

    /// <remarks>A message about a model may quote rows, so it stays with the refresh.</remarks>
    public async Task<bool> IsRefreshingAsync(string id, CancellationToken cancellationToken)
    {
        var record = await _refreshes.GetAsync(id, cancellationToken);
        return record.Result?.Problem is { } problem
            ? throw new TerminalException(
                problem.Code, $"The models could not be refreshed: refresh {id} says why. Until then, older snapshots have the rows.")
            : record.Status == RunStatus.Running;
    }

    /// <summary>What an unexpected failure says might quote what was read.</summary>
    public async Task<bool> HaltAsync(EraseRows.Halted halted, CancellationToken cancellationToken)
    {
        var why = halted.Why.Code == ProblemCode.Internal
            ? halted.Why with { Message = "A step failed unexpectedly; it is tried again within a quarter of an hour." }
            : halted.Why;
        await records.HaltAsync(halted.Id, why, cancellationToken);
        return true;
    }

    /// <summary>The files whose runs are ingested again; none once all is done.</summary>
    async Task<IReadOnlyList<PlannedSource>> PlannedAsync(string id, CancellationToken cancellationToken) =>
        [.. ((await records.PlanAsync(id, cancellationToken))?.Sources ?? []).Where(source => source.IsAgain)];

    /// <summary>The run of a file if the attempt is under way that the erasure began; otherwise null.</summary>
    async Task<RunRecord?> RunningAsync(PlannedSource planned, CancellationToken cancellationToken) =>
        await runs.FindAsync(planned.Run!, cancellationToken) is { Status: RunStatus.Running } run && run.Attempt > planned.Attempt
            ? run
            : null;
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Serving;

/// <summary>A server ingests by its queue of runs, and refreshes by its queue of refreshes.</summary>
sealed class ServerForgetSteps(RunRecords runs, IRunOrchestrator queue, RefreshRecords refreshes, IModelRefresh refresh) : IForgetSteps
{
    static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    /// <remarks>The queue knows attempts that an earlier process left already: each is ingested once.</remarks>
    public async Task IngestAsync(IReadOnlyList<RunRecord> begun, CancellationToken cancellationToken)
    {
        await queue.StartAllAsync([.. begun.Select(run => new RunAttempt(run.Id, run.Attempt))], cancellationToken);
        foreach (var run in begun)
        {
            while (await queue.IsActiveAsync(run.Id, run.Attempt, cancellationToken))
                await Task.Delay(s_poll, cancellationToken);
            var ended = await runs.GetAsync(run.Id, cancellationToken);
            if (ended.Status == RunStatus.Running && ended.Attempt == run.Attempt)
                throw new TransientException(ProblemCode.Conflict, $"Run {run.Id} stopped before its end; it is tried again.");
        }
    }

    /// <remarks>A message about a model may quote rows, so it stays with the refresh.</remarks>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var id = await refresh.RequestAsync(RefreshRequest.Changes, cancellationToken);
        RefreshRecord record;
        while ((record = await refreshes.GetAsync(id, cancellationToken)).Status == RunStatus.Running)
            await Task.Delay(s_poll, cancellationToken);
        if (record.Result?.Problem is { } problem)
            throw new TerminalException(
                problem.Code, $"The models could not be refreshed: refresh {id} says why. Until then, older snapshots have the rows.");
    }
}

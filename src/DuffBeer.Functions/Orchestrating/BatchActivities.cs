using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of a batch's activities, which call the core's. A suspended run drops out of its batch.</summary>
public sealed class BatchActivities(CoreActivities activities, DurableBatches batches, TaskHub hub)
{
    [Function("TakeWaitingRuns")]
    public Task<Outcome<IngestTurns.Turn>> TakeAsync(
        [ActivityTrigger] IngestTurns.Turn input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(batches.TakeAsync(input, cancellationToken)));

    // The starts of runs are announced, which may need the client.
    [Function("TransformBatch")]
    public Task<Outcome<Costed<bool>>> TransformAsync(
        [ActivityTrigger] IngestBatch.Input input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(activities.TransformBatch.RunAsync(input, cancellationToken)));

    [Function("PublishBatch")]
    public Task<Outcome<Costed<bool>>> PublishAsync([ActivityTrigger] IngestBatch.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.PublishBatch.RunAsync(input, cancellationToken));

    // Completed runs request a refresh, which needs the client, and so do the runs that are started by themselves.
    [Function("ConcludeBatch")]
    public Task<Outcome<IReadOnlyList<BatchMember>>> ConcludeAsync(
        [ActivityTrigger] IngestBatch.Ending input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(ConcludeAndStartAsync(input, cancellationToken)));

    async Task<IReadOnlyList<BatchMember>> ConcludeAndStartAsync(IngestBatch.Ending input, CancellationToken cancellationToken)
    {
        var alone = await activities.ConcludeBatch.RunAsync(input, cancellationToken);
        foreach (var attempt in alone)
            await hub.StartAsync(attempt.RunId, attempt.Attempt, cancellationToken);
        return alone;
    }
}

using DuffBeer.Core.Chunks;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of an ingest's activities, which call the core's.</summary>
public sealed class IngestActivities(CoreActivities activities, Suspension suspension, TaskHub hub)
{
    [Function("InspectSource")]
    public Task<Outcome<Costed<IngestFile.Inspection>>?> InspectAsync(
        [ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Inspect.RunAsync(input, cancellationToken), cancellationToken);

    [Function("TransformChunk")]
    public Task<Outcome<Costed<ChunkBorders>>?> TransformAsync(
        [ActivityTrigger] IngestFile.ChunkInput input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Transform.RunAsync(input, cancellationToken), cancellationToken);

    [Function("CompareKeys")]
    public Task<Outcome<Costed<IReadOnlyList<int>>>?> CompareAsync(
        [ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Compare.RunAsync(input, cancellationToken), cancellationToken);

    [Function("JudgeRun")]
    public Task<Outcome<Costed<RowLedger>>?> JudgeAsync([ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Judge.RunAsync(input, cancellationToken), cancellationToken);

    [Function("CountRows")]
    public Task<Outcome<Costed<bool>>?> CountAsync([ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Count.RunAsync(input, cancellationToken), cancellationToken);

    [Function("PublishRun")]
    public Task<Outcome<Costed<bool>>?> PublishAsync([ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        suspension.OfAsync(
            input.RunId, input.Attempt, () => activities.Publish.RunAsync(input, cancellationToken), cancellationToken);

    /// <summary>An orchestration whose activities are held asks this before it continues.</summary>
    [Function(Suspension.Activity)]
    public Task<Outcome<bool>> IsSuspendedAsync([ActivityTrigger] IngestFile.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(suspension.HoldsAsync(input.RunId, input.Attempt, cancellationToken));

    // A completed run requests a refresh, which needs the client.
    [Function("ConcludeRun")]
    public Task<Outcome<bool>> ConcludeAsync(
        [ActivityTrigger] IngestFile.Ending input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(activities.Conclude.RunAsync(input, cancellationToken)));
}

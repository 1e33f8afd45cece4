using DuffBeer.Core.Composition;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Bench.Pollock;

/// <summary>Runs an ingest's activities one after the other, without a journal.</summary>
sealed class DirectContext(CoreActivities activities, string instanceId) : IOrchestrationContext
{
    readonly Dictionary<string, object> _calls = new()
    {
        [IngestFile.Inspect.Value] = activities.Inspect,
        [IngestFile.Transform.Value] = activities.Transform,
        [IngestFile.Compare.Value] = activities.Compare,
        [IngestFile.Judge.Value] = activities.Judge,
        [IngestFile.Count.Value] = activities.Count,
        [IngestFile.Publish.Value] = activities.Publish,
        [IngestFile.Conclude.Value] = activities.Conclude,
    };

    public string InstanceId => instanceId;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null) =>
        ((IActivity<TInput, TOutput>)_calls[activity.Value]).RunAsync(input, default);

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        throw new NotSupportedException("Only files of many chunks have waves.");

    public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;

    public void SetCustomStatus(object? status)
    {
    }
}

using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Scale;

/// <summary>The context of one replay: numbers the calls; their tasks end as the history records.</summary>
sealed class DurableContext(DurableInstance instance) : IOrchestrationContext
{
    // Continuations run inside SetResult: a replay runs on one thread, in the order of the history.
    readonly List<TaskCompletionSource<string>> _waiting = [];

    public string InstanceId => instance.Start.InstanceId;

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public Task<TOutput> CallAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null) =>
        CallAsync<TOutput>(activity.Value, DurableSimulation.Write(input), subInstance: null);

    public Task<TOutput> CallSubOrchestrationAsync<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> orchestration, TInput input, string instanceId) =>
        CallAsync<TOutput>(orchestration.Value, DurableSimulation.Write(input), instanceId);

    public Task DelayAsync(TimeSpan delay) => CallAsync<bool>("timer", DurableSimulation.Write(delay), subInstance: null);

    public void SetCustomStatus(object? status)
    {
    }

    public void Settle(DurableResult result) => _waiting[result.Call].SetResult(result.Value);

    async Task<TOutput> CallAsync<TOutput>(string name, string input, string? subInstance)
    {
        instance.Record(new(_waiting.Count, name, input, subInstance));
        var waiting = new TaskCompletionSource<string>();
        _waiting.Add(waiting);
        return DurableSimulation.Read<TOutput>(await waiting.Task);
    }
}

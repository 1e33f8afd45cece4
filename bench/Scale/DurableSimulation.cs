using System.Text.Json;
using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Scale;

/// <summary>The history and the cost of an orchestration.</summary>
/// <param name="HistoryEvents">Of all instances.</param>
/// <param name="HistoryBytes">Inputs and results of all events of all instances, as JSON.</param>
/// <param name="LargestHistoryBytes">Of the instance with the largest history.</param>
/// <param name="Replays">How often instances ran from the beginning.</param>
/// <param name="ReplayedEvents">Events that replays read again.</param>
/// <param name="ReplayedBytes">Their bytes, read from the store if nothing is cached.</param>
sealed record DurableCost(
    int Instances, long HistoryEvents, long HistoryBytes, long LargestHistoryEvents, long LargestHistoryBytes, long Replays,
    long ReplayedEvents, long ReplayedBytes);

/// <summary>
/// Runs orchestrations as Durable Functions does, with activities that return at once: each instance has a history of events, and for
/// each result its code runs again from the beginning against that history.
/// </summary>
/// <param name="resultsAtOnce">Results that wake an instance together. One is the worst case: every result costs a replay.</param>
sealed class DurableSimulation(int resultsAtOnce)
{
    readonly Dictionary<string, Func<string, Task<string>>> _activities = [];
    readonly Dictionary<string, Func<IOrchestrationContext, string, Task<string>>> _orchestrations = [];
    readonly List<DurableInstance> _instances = [];
    readonly Queue<DurableInstance> _awake = new();
    long _replays;
    long _replayedEvents;
    long _replayedBytes;

    public void Register<TInput, TOutput>(ActivityName<TInput, TOutput> name, IActivity<TInput, TOutput> activity) =>
        _activities.Add(name.Value, async input => Write(await activity.RunAsync(Read<TInput>(input), default)));

    public void Register<TInput, TOutput>(
        OrchestrationName<TInput, TOutput> name, Func<IOrchestrationContext, TInput, Task<TOutput>> orchestration) =>
        _orchestrations.Add(name.Value, async (context, input) => Write(await orchestration(context, Read<TInput>(input))));

    /// <summary>Runs an orchestration to its end.</summary>
    public async Task<DurableCost> RunAsync<TInput, TOutput>(OrchestrationName<TInput, TOutput> name, string instanceId, TInput input)
    {
        var root = Start(new(instanceId, name.Value, Write(input), Parent: null, ParentCall: -1));
        while (_awake.TryDequeue(out var instance))
            await WakeAsync(instance);
        if (root.Result is null)
            throw new InvalidOperationException($"{instanceId} waits for a result that never comes.");
        return new(
            _instances.Count, _instances.Sum(instance => instance.Events), _instances.Sum(instance => instance.Bytes),
            _instances.Max(instance => instance.Events),
            _instances.Max(instance => instance.Bytes),
            _replays,
            _replayedEvents,
            _replayedBytes);
    }

    public static string Write<T>(T value) => JsonSerializer.Serialize(value);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    DurableInstance Start(DurableStart start)
    {
        if (_instances.Count > 0 && start.Parent is null)
            throw new InvalidOperationException("A simulation runs one orchestration.");
        var instance = new DurableInstance(start);
        _instances.Add(instance);
        _awake.Enqueue(instance);
        return instance;
    }

    async Task WakeAsync(DurableInstance instance)
    {
        _replays++;
        _replayedEvents += instance.Events;
        _replayedBytes += instance.Bytes;
        foreach (var call in instance.Replay(_orchestrations[instance.Start.Name], resultsAtOnce))
        {
            if (call.SubInstance is { } id)
                Start(new(id, call.Name, call.Input, instance, call.Index));
            else
                Deliver(instance, new(call.Index, await _activities[call.Name](call.Input)));
        }

        if (instance.Result is { } result && instance.Start.Parent is { } parent)
            Deliver(parent, new(instance.Start.ParentCall, result));
        if (instance.StaysAwake())
            _awake.Enqueue(instance);
    }

    void Deliver(DurableInstance to, DurableResult result)
    {
        if (to.Deliver(result))
            _awake.Enqueue(to);
    }
}

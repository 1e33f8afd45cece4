using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Testing.Sidecar;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>
/// A task hub's storage in memory: outlives its hosts, redelivers a killed host's work, and fires the timers of retries at once.
/// </summary>
sealed class TaskHubStore : InMemoryOrchestrationService, IOrchestrationService, IOrchestrationServiceClient
{
    static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<object, bool> _taken = [];
    readonly ConcurrentQueue<TimeSpan> _timers = [];
    readonly ConcurrentQueue<ActivityCall> _started = [];
    readonly ConcurrentQueue<ActivityCall> _completed = [];

    /// <summary>Timers fire when they are due.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>The times that orchestrations wanted to wait.</summary>
    public IReadOnlyList<TimeSpan> Timers => [.. _timers];

    /// <summary>Every try of an activity, in order.</summary>
    public IReadOnlyList<ActivityCall> Started => [.. _started];

    /// <summary>Activities whose results are in a history, in order.</summary>
    public IReadOnlyList<ActivityCall> Completed => [.. _completed];

    // As in Azure, an instance that has not ended is not replaced. The test host protects only the states that its caller names.
    Task IOrchestrationServiceClient.CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[]? dedupeStatuses) =>
        CreateTaskOrchestrationAsync(
            creationMessage, dedupeStatuses ?? [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended]);

    // At its limit the test host polls twice a second.
    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => 1000;

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => 1000;

    async Task<TaskActivityWorkItem> IOrchestrationService.LockNextTaskActivityWorkItem(
        TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var item = Take(await LockNextTaskActivityWorkItem(receiveTimeout, cancellationToken));
        _started.Enqueue(CallOf(item));
        return item;
    }

    async Task<TaskOrchestrationWorkItem> IOrchestrationService.LockNextTaskOrchestrationWorkItemAsync(
        TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        Take(await LockNextTaskOrchestrationWorkItemAsync(receiveTimeout, cancellationToken));

    Task IOrchestrationService.CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        if (!_taken.TryRemove(workItem, out _))
            return Task.CompletedTask;
        if (responseMessage.Event is TaskCompletedEvent)
            _completed.Enqueue(CallOf(workItem));
        return CompleteTaskActivityWorkItemAsync(workItem, responseMessage);
    }

    Task IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState orchestrationState)
    {
        if (!_taken.ContainsKey(workItem))
            return Task.CompletedTask;
        foreach (var timer in timerMessages.Select(message => message.Event).OfType<TimerFiredEvent>())
        {
            _timers.Enqueue(timer.FireAt - DateTime.UtcNow);
            if (!KeepsTime && timer.FireAt - DateTime.UtcNow <= s_longestRetry)
                timer.FireAt = DateTime.UtcNow;
        }

        return CompleteTaskOrchestrationWorkItemAsync(
            workItem,
            newOrchestrationRuntimeState,
            outboundMessages,
            orchestratorMessages,
            timerMessages,
            continuedAsNewMessage,
            orchestrationState);
    }

    Task IOrchestrationService.ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) =>
        _taken.TryRemove(workItem, out _) ? ReleaseTaskOrchestrationWorkItemAsync(workItem) : Task.CompletedTask;

    /// <summary>Redelivers work that was taken but not completed; a late completion is ignored.</summary>
    public async Task RedeliverAsync()
    {
        foreach (var item in _taken.Keys)
        {
            if (!_taken.TryRemove(item, out _))
                continue;
            if (item is TaskActivityWorkItem activity)
            {
                await AbandonTaskActivityWorkItemAsync(activity);
            }
            else if (item is TaskOrchestrationWorkItem orchestration)
            {
                await AbandonTaskOrchestrationWorkItemAsync(orchestration);
                await ReleaseTaskOrchestrationWorkItemAsync(orchestration);
            }
        }
    }

    static ActivityCall CallOf(TaskActivityWorkItem item)
    {
        var scheduled = (TaskScheduledEvent)item.TaskMessage.Event;
        return new(scheduled.Name!, item.TaskMessage.OrchestrationInstance.InstanceId, scheduled.Input!);
    }

    T Take<T>(T item) where T : class
    {
        _taken[item] = true;
        return item;
    }
}

/// <param name="Instance">The orchestration that called the activity.</param>
/// <param name="Input">As JSON.</param>
sealed record ActivityCall(string Name, string Instance, string Input);

using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Testing.Sidecar;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>
/// A task hub's storage in memory. It outlives the hosts that work on it, hands out again what a killed host had taken, and lets timers fire at once.
/// </summary>
sealed class TaskHubStore : InMemoryOrchestrationService, IOrchestrationService
{
    readonly ConcurrentDictionary<object, bool> _taken = [];
    readonly ConcurrentQueue<string> _activities = [];

    /// <summary>The activities whose results are in a history, in the order of their ends: name and instance.</summary>
    public IReadOnlyList<string> Activities => [.. _activities];

    // At its limit the test host polls twice a second.
    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => 1000;

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => 1000;

    async Task<TaskActivityWorkItem> IOrchestrationService.LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        Take(await LockNextTaskActivityWorkItem(receiveTimeout, cancellationToken));

    async Task<TaskOrchestrationWorkItem> IOrchestrationService.LockNextTaskOrchestrationWorkItemAsync(
        TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        Take(await LockNextTaskOrchestrationWorkItemAsync(receiveTimeout, cancellationToken));

    Task IOrchestrationService.CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        if (!_taken.TryRemove(workItem, out _))
            return Task.CompletedTask;
        if (responseMessage.Event is TaskCompletedEvent)
            _activities.Enqueue($"{((TaskScheduledEvent)workItem.TaskMessage.Event).Name} {responseMessage.OrchestrationInstance.InstanceId}");
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
            timer.FireAt = DateTime.UtcNow;
        return CompleteTaskOrchestrationWorkItemAsync(
            workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, continuedAsNewMessage, orchestrationState);
    }

    Task IOrchestrationService.ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) =>
        _taken.TryRemove(workItem, out _) ? ReleaseTaskOrchestrationWorkItemAsync(workItem) : Task.CompletedTask;

    /// <summary>Hands out again what is taken and not completed; a late completion of it is ignored.</summary>
    public async Task TakeBackAsync()
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

    T Take<T>(T item) where T : class
    {
        _taken[item] = true;
        return item;
    }
}

using System.Threading.Channels;
using Microsoft.DurableTask;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>What one orchestration of a <see cref="SmallHub"/> sees.</summary>
sealed class SmallContext(SmallHub hub, string instance, ChannelReader<(string Name, string Payload)> events) : TaskOrchestrationContext
{
    // Waits are real, but shorter: nothing here is slow.
    const double Haste = 20;

    int _subs;

    public bool GoesOnAsNew { get; private set; }
    public bool KeepsEvents { get; private set; }

    public override string InstanceId => instance;
    public override DateTime CurrentUtcDateTime { get; } = DateTime.UtcNow;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var (written, retry) = (HostCalls.Write(input), options!.Retry!.Policy!);
        for (var (attempt, wait) = (1, retry.FirstRetryInterval); ; attempt++, wait *= retry.BackoffCoefficient)
        {
            try
            {
                return (TResult)HostCalls.Read(await hub.Calls.ActivityAsync(name.Name, written), typeof(TResult))!;
            }
            catch (Exception failure)
            {
                if (attempt == retry.MaxNumberOfAttempts)
                    throw SmallHub.Failed(name.Name, failure);
                await Task.Delay(wait / Haste);
            }
        }
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? $"{instance}:{_subs++}";
        return (TResult)HostCalls.Read(await hub.RunSubAsync(orchestratorName.Name, id, HostCalls.Write(input)), typeof(TResult))!;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Task.Delay((fireAt - CurrentUtcDateTime) / Haste, cancellationToken);

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (name, payload) = await events.ReadAsync(cancellationToken);
            if (name.Equals(eventName, StringComparison.OrdinalIgnoreCase))
                return (T)HostCalls.Read(payload, typeof(T))!;
        }
    }

    public override void SetCustomStatus(object? customStatus)
    {
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => (GoesOnAsNew, KeepsEvents) = (true, preserveUnprocessedEvents);
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.EndToEnd;

/// <summary>A task hub in this process that runs orchestrations once and forgets them: enough to run the host's functions together, without replay.</summary>
sealed class SmallHub() : DurableTaskClient("small")
{
    readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    public HostCalls Calls { get; set; } = null!;

    public IEnumerable<string> Orchestrations => _instances.Values.Select(instance => instance.Name);

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var (id, started) = (options!.InstanceId!, new Instance(orchestratorName.Name, options.InstanceId!));
        var current = _instances.AddOrUpdate(id, started, (_, before) => before.IsCompleted ? started : before);
        if (current != started)
            throw new InvalidOperationException($"An orchestration with the instance id {id} is under way already.");
        // What is read later was written now, as on the wire.
        var written = HostCalls.Write(input);
        _ = Task.Run(() => started.RunAsync(this, written), CancellationToken.None);
        return Task.FromResult(id);
    }

    public async Task<string> RunSubAsync(string name, string id, string input)
    {
        var instance = _instances[id] = new(name, id);
        await instance.RunAsync(this, input);
        return instance.Output ?? throw Failed(name, instance.Failure!);
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        if (_instances.TryGetValue(instanceId, out var instance))
            instance.Events.Writer.TryWrite((eventName, HostCalls.Write(eventPayload)));
        return Task.CompletedTask;
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) => throw new NotSupportedException();
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(_instances.TryGetValue(instanceId, out var instance)
            ? new OrchestrationMetadata(instance.Name, instanceId) { RuntimeStatus = instance.Status, CreatedAt = instance.Created, LastUpdatedAt = instance.Created }
            : null);

    /// <summary>Types of exceptions do not come through, only text.</summary>
    public static TaskFailedException Failed(string name, Exception failure) => new(name, 0, new("(unknown)", $"Function '{name}' failed: {failure.Message}", null, null, null));

    sealed class Instance(string name, string id)
    {
        public string Name => name;
        public string Id => id;
        public DateTimeOffset Created { get; } = DateTimeOffset.UtcNow;
        public Channel<(string Name, string Payload)> Events { get; private set; } = Channel.CreateUnbounded<(string, string)>();
        public OrchestrationRuntimeStatus Status { get; private set; } = OrchestrationRuntimeStatus.Running;
        public bool IsCompleted => Status != OrchestrationRuntimeStatus.Running;
        public string? Output { get; private set; }
        public Exception? Failure { get; private set; }

        public async Task RunAsync(SmallHub hub, string input)
        {
            try
            {
                while (true)
                {
                    var context = new SmallContext(hub, id, Events.Reader);
                    var output = await hub.Calls.OrchestrationAsync(name, context, input);
                    if (!context.GoesOnAsNew)
                    {
                        (Output, Status) = (output, OrchestrationRuntimeStatus.Completed);
                        return;
                    }

                    if (!context.KeepsEvents)
                    {
                        while (Events.Reader.TryRead(out _))
                        {
                        }
                    }
                }
            }
            catch (Exception failure)
            {
                (Failure, Status) = (failure, OrchestrationRuntimeStatus.Failed);
            }
        }
    }
}

using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Tests.Orchestrating;

/// <summary>A task hub that only remembers: instances by id, and what was asked of it.</summary>
sealed class FakeHub() : DurableTaskClient("fake")
{
    readonly Lock _lock = new();

    public Dictionary<string, OrchestrationMetadata> Instances { get; } = [];
    public List<string> Asked { get; } = [];
    public List<object?> Inputs { get; } = [];

    /// <summary>What happens before an instance is scheduled: another is faster, or the hub is away.</summary>
    public Action<string>? BeforeSchedule { get; set; }

    public FakeHub With(string instance, OrchestrationRuntimeStatus status, DateTimeOffset created = default)
    {
        Instances[instance] = new("IngestFile", instance) { RuntimeStatus = status, CreatedAt = created, LastUpdatedAt = created };
        return this;
    }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            BeforeSchedule?.Invoke(options!.InstanceId!);
            if (Instances.TryGetValue(options!.InstanceId!, out var known) && !known.IsCompleted)
                throw new InvalidOperationException($"An orchestration with the instance id {options.InstanceId} already exists.");
            With(options.InstanceId!, OrchestrationRuntimeStatus.Pending, DateTimeOffset.UnixEpoch.AddYears(50));
            Asked.Add($"start {orchestratorName.Name} {options.InstanceId}");
            Inputs.Add(input);
            return Task.FromResult(options.InstanceId!);
        }
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => Told($"raise {eventName} {instanceId}");

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Told($"terminate {instanceId} {(options!.Recursive ? "recursive" : "alone")}");

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => Told($"suspend {instanceId}");

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => Told($"resume {instanceId}");

    public override Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        lock (_lock)
            return Task.FromResult(Instances.GetValueOrDefault(instanceId));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new Found([.. Instances.Values.Where(instance => instance.InstanceId.StartsWith(filter!.InstanceIdPrefix!, StringComparison.Ordinal))]);

    Task Told(string what)
    {
        lock (_lock)
            Asked.Add(what);
        return Task.CompletedTask;
    }

    sealed class Found(IReadOnlyList<OrchestrationMetadata> instances) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await Task.Yield();
            foreach (var instance in instances)
                yield return new([instance]);
        }
    }
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Runs as instances of Durable Functions, one per attempt.</summary>
/// <remarks>A suspended run schedules no more activities. Those already queued, at most one wave, still run and do no harm.</remarks>
public sealed class DurableRuns(TaskHub hub, TimeProvider time) : IRunOrchestrator
{
    /// <summary>Twice the function timeout of host.json.</summary>
    static readonly TimeSpan s_longestActivity = TimeSpan.FromHours(1);

    /// <summary>The queue of a task hub needs no limit.</summary>
    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken) is { IsCompleted: false };

    /// <summary>An activity of a terminated instance may continue until the host's function timeout.</summary>
    public async Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var instance = await FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken);
        return instance is null || (instance.IsCompleted && time.GetUtcNow() - instance.LastUpdatedAt > s_longestActivity);
    }

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) =>
        hub.Client.StartAsync(
            IngestFile.Name.Value, IngestFile.InstanceOf(run, attempt), new IngestFile.Input(run, attempt), cancellationToken);

    public async Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var options = new TerminateInstanceOptions("Terminated by hand.", Recursive: true);
        foreach (var instance in await ActiveAsync(run, attempt, cancellationToken))
            await DurableCalls.CallAsync(() => hub.Client.TerminateInstanceAsync(instance, options, cancellationToken));
    }

    public async Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(run, attempt, cancellationToken);
        if (active.Count == 0)
            throw new TerminalException(ProblemCode.Conflict, $"Run {run} is not in progress.");
        foreach (var instance in active)
            await DurableCalls.CallAsync(() => hub.Client.SuspendInstanceAsync(instance, "Suspended by hand.", cancellationToken));
    }

    /// <summary>A run without an instance starts again; finished steps are not repeated.</summary>
    public async Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(run, attempt, cancellationToken);
        foreach (var instance in active)
            await DurableCalls.CallAsync(() => hub.Client.ResumeInstanceAsync(instance, "Resumed by hand.", cancellationToken));
        if (active.Count == 0)
            await StartAsync(run, attempt, cancellationToken);
    }

    public async Task<EngineStatus?> StatusAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken) is { } instance
            ? new(StateOf(instance.RuntimeStatus), instance.LastUpdatedAt)
            : null;

    public EngineLinks? LinksOf(string run, int attempt)
    {
        HttpManagementPayload payload;
        try
        {
            payload = hub.Client.CreateHttpManagementPayload(IngestFile.InstanceOf(run, attempt));
        }
        catch (InvalidOperationException)
        {
            // The host does not know its own address.
            return null;
        }

        return new(
            IngestFile.InstanceOf(run, attempt),
            SystemKey.Without(payload.StatusQueryGetUri),
            SystemKey.Without(payload.SendEventPostUri),
            SystemKey.Without(payload.TerminatePostUri),
            SystemKey.Without(payload.PurgeHistoryDeleteUri),
            SystemKey.Without(payload.SuspendPostUri),
            SystemKey.Without(payload.ResumePostUri));
    }

    /// <summary>The active instances of the attempt: its own, and its waves', whose ids begin with it.</summary>
    async Task<IReadOnlyList<string>> ActiveAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var id = IngestFile.InstanceOf(run, attempt);
        var active = new List<string>();
        if (await FindAsync(id, cancellationToken) is not { IsCompleted: false })
            return active;
        active.Add(id);
        var waves = hub.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{id}-"));
        await foreach (var instance in waves.WithCancellation(cancellationToken))
        {
            if (!instance.IsCompleted)
                active.Add(instance.InstanceId);
        }

        return active;
    }

    Task<OrchestrationMetadata?> FindAsync(string instance, CancellationToken cancellationToken) =>
        DurableCalls.CallAsync(() => hub.Client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));

    static EngineState StateOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => EngineState.Completed,
        OrchestrationRuntimeStatus.Failed => EngineState.Failed,
        OrchestrationRuntimeStatus.Terminated => EngineState.Terminated,
        OrchestrationRuntimeStatus.Suspended => EngineState.Suspended,
        _ => EngineState.Running,
    };
}

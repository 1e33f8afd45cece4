using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Runs as instances of Durable Functions, each attempt with an id of its own.</summary>
/// <remarks>Suspending holds what is still to be scheduled; activities that wait in the queue by then, at most a wave's, still run and do no harm.</remarks>
public sealed class DurableRuns(TaskHub hub) : IRunOrchestrator
{
    /// <summary>The queue of a task hub has no bound of ours.</summary>
    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken) is { IsCompleted: false };

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) =>
        hub.Client.StartAsync(IngestFile.Name.Value, IngestFile.InstanceOf(run, attempt), new IngestFile.Input(run, attempt), cancellationToken);

    public async Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        foreach (var instance in await ActiveAsync(run, attempt, cancellationToken))
            await DurableCalls.AskAsync(() => hub.Client.TerminateInstanceAsync(instance, new TerminateInstanceOptions("Terminated by hand.", Recursive: true), cancellationToken));
    }

    public async Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(run, attempt, cancellationToken);
        if (active.Count == 0)
            throw new TerminalException(ProblemCode.Conflict, $"Run {run} is not under way.");
        foreach (var instance in active)
            await DurableCalls.AskAsync(() => hub.Client.SuspendInstanceAsync(instance, "Suspended by hand.", cancellationToken));
    }

    /// <summary>One whose instance is gone starts again; what it has done stays done.</summary>
    public async Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var active = await ActiveAsync(run, attempt, cancellationToken);
        foreach (var instance in active)
            await DurableCalls.AskAsync(() => hub.Client.ResumeInstanceAsync(instance, "Resumed by hand.", cancellationToken));
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
            // The host does not know under which name it is reached.
            return null;
        }

        return new(
            IngestFile.InstanceOf(run, attempt),
            SystemKey.Without(payload.StatusQueryGetUri), SystemKey.Without(payload.SendEventPostUri), SystemKey.Without(payload.TerminatePostUri),
            SystemKey.Without(payload.PurgeHistoryDeleteUri), SystemKey.Without(payload.SuspendPostUri), SystemKey.Without(payload.ResumePostUri));
    }

    /// <summary>The attempt's instance and those of its waves, as far as they are under way. Their ids begin alike.</summary>
    async Task<IReadOnlyList<string>> ActiveAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var id = IngestFile.InstanceOf(run, attempt);
        var active = new List<string>();
        if (await FindAsync(id, cancellationToken) is not { IsCompleted: false })
            return active;
        active.Add(id);
        await foreach (var instance in hub.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{id}-")).WithCancellation(cancellationToken))
        {
            if (!instance.IsCompleted)
                active.Add(instance.InstanceId);
        }

        return active;
    }

    Task<OrchestrationMetadata?> FindAsync(string instance, CancellationToken cancellationToken) =>
        DurableCalls.AskAsync(() => hub.Client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));

    static EngineState StateOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => EngineState.Completed,
        OrchestrationRuntimeStatus.Failed => EngineState.Failed,
        OrchestrationRuntimeStatus.Terminated => EngineState.Terminated,
        OrchestrationRuntimeStatus.Suspended => EngineState.Suspended,
        _ => EngineState.Running,
    };
}

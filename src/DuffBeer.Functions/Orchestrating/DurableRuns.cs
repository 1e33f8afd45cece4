using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Runs as instances of Durable Functions, one per attempt.</summary>
/// <remarks>
/// The run's record suspends it: see <see cref="Suspension"/>. Runs that may be ingested together are left to <see cref="IngestTurns"/>.
/// </remarks>
/// <param name="batches">Null where no runs are ingested together.</param>
public sealed class DurableRuns(TaskHub hub, TimeProvider time, DurableBatches? batches = null) : IRunOrchestrator
{
    /// <summary>Twice the function timeout of host.json.</summary>
    static readonly TimeSpan s_longestActivity = TimeSpan.FromHours(1);

    /// <summary>The queue of a task hub needs no limit.</summary>
    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await hub.FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken) is { IsCompleted: false }
        || (batches is not null && await StartOfAsync(new(run, attempt), cancellationToken) == AttemptStart.Together
            && await batches.AreActiveAsync(RunId.DatasetOf(run), cancellationToken));

    /// <summary>An activity of a terminated instance may continue until the host's function timeout.</summary>
    public async Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var instance = await hub.FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken);
        return instance is null || (instance.IsCompleted && time.GetUtcNow() - instance.LastUpdatedAt > s_longestActivity);
    }

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) =>
        StartAllAsync([new(run, attempt)], cancellationToken);

    /// <summary>Wakes the turns of each dataset once, after all its runs are recorded.</summary>
    public async Task StartAllAsync(IReadOnlyList<RunAttempt> attempts, CancellationToken cancellationToken)
    {
        var starts = await SideBySide.SelectAsync(attempts, RunBatches.AtATime, StartOfAsync, cancellationToken);
        foreach (var (run, attempt) in attempts.Where((_, index) => starts[index] == AttemptStart.Alone))
            await hub.StartAsync(run, attempt, cancellationToken);
        var datasets = attempts.Where((_, index) => starts[index] == AttemptStart.Together).Select(attempt => RunId.DatasetOf(attempt.Run));
        foreach (var dataset in datasets.Distinct(StringComparer.Ordinal))
            await batches!.WakeAsync(dataset, cancellationToken);
    }

    Task<AttemptStart> StartOfAsync(RunAttempt attempt, CancellationToken cancellationToken) =>
        batches?.StartOfAsync(attempt.Run, attempt.Attempt, cancellationToken) ?? Task.FromResult(AttemptStart.Alone);

    /// <summary>The run's record already refuses the activities of a terminated attempt, also in waves that are not listed yet.</summary>
    public async Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        foreach (var instance in await ActiveAsync(run, attempt, cancellationToken))
            await TerminateAsync(instance, cancellationToken);
    }

    /// <summary>The task hub need not know: the run's record holds back the attempt's activities.</summary>
    public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An attempt without an instance starts again; finished steps are not repeated.</summary>
    /// <remarks>Also resumes instances that were suspended through the task hub's own endpoints.</remarks>
    public async Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var (client, id) = (hub.Client, IngestFile.InstanceOf(run, attempt));
        var active = await ActiveAsync(run, attempt, cancellationToken);
        if (active.All(instance => instance.InstanceId != id))
        {
            // Waves without their parent would block the new parent's waves, which have the same ids. Recovery starts it once they ended.
            foreach (var wave in active)
                await TerminateAsync(wave, cancellationToken);
            if (active.Count == 0)
                await StartAsync(run, attempt, cancellationToken);
            return;
        }

        foreach (var instance in active)
        {
            if (instance.RuntimeStatus == OrchestrationRuntimeStatus.Suspended)
                await client.ChangeAsync(
                    instance.InstanceId,
                    () => client.ResumeInstanceAsync(instance.InstanceId, "Resumed by hand.", cancellationToken),
                    after => after.RuntimeStatus != OrchestrationRuntimeStatus.Suspended,
                    cancellationToken);
            await client.ChangeAsync(
                instance.InstanceId,
                () => client.RaiseEventAsync(instance.InstanceId, Suspension.Resumed, true, cancellationToken),
                _ => false,
                cancellationToken);
        }
    }

    Task TerminateAsync(OrchestrationMetadata instance, CancellationToken cancellationToken) => hub.Client.ChangeAsync(
        instance.InstanceId,
        () => hub.Client.TerminateInstanceAsync(
            instance.InstanceId, new TerminateInstanceOptions("Terminated by hand.", Recursive: true), cancellationToken),
        _ => false,
        cancellationToken);

    public async Task<EngineStatus?> StatusAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await hub.FindAsync(IngestFile.InstanceOf(run, attempt), cancellationToken) is { } instance
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

    /// <summary>The active instances of the attempt: its own first, then its waves', whose ids begin with it.</summary>
    async Task<IReadOnlyList<OrchestrationMetadata>> ActiveAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var id = IngestFile.InstanceOf(run, attempt);
        var own = await hub.FindAsync(id, cancellationToken);
        var waves = await DurableCalls.CallAsync(async () => await hub.Client
            .GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{id}-"))
            .ToListAsync(cancellationToken));
        return [.. (own is null ? waves : waves.Prepend(own)).Where(instance => !instance.IsCompleted)];
    }

    static EngineState StateOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => EngineState.Completed,
        OrchestrationRuntimeStatus.Failed => EngineState.Failed,
        OrchestrationRuntimeStatus.Terminated => EngineState.Terminated,
        OrchestrationRuntimeStatus.Suspended => EngineState.Suspended,
        _ => EngineState.Running,
    };
}

using DuffBeer.Core.Runs.Ingest;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>The durable client of the current call: a trigger binds it, singletons use it.</summary>
public sealed class TaskHub
{
    readonly AsyncLocal<DurableTaskClient?> _client = new();

    public DurableTaskClient Client =>
        _client.Value ?? throw new InvalidOperationException("There is no durable client: bind one with [DurableClient].");

    /// <summary>An instance; null if there is none.</summary>
    public Task<OrchestrationMetadata?> FindAsync(string instance, CancellationToken cancellationToken) =>
        DurableCalls.CallAsync(() => Client.GetInstanceAsync(instance, getInputsAndOutputs: false, cancellationToken));

    /// <summary>Starts an attempt by itself.</summary>
    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken) => Client.StartAsync(
        IngestFile.Name.Value, IngestFile.InstanceOf(run, attempt), new IngestFile.Input(run, attempt), cancellationToken);

    /// <summary>Runs the work and its calls with this client.</summary>
    public async Task<T> WithAsync<T>(DurableTaskClient client, Func<Task<T>> work)
    {
        // An async local: its value ends with this method and does not reach other calls.
        _client.Value = client;
        return await work();
    }
}

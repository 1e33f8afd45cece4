using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>The durable client of the call under way: a trigger brings it, and what is made once for the process uses it.</summary>
public sealed class TaskHub
{
    readonly AsyncLocal<DurableTaskClient?> _client = new();

    public DurableTaskClient Client => _client.Value ?? throw new InvalidOperationException("Nothing here runs without a durable client: bind one with [DurableClient].");

    /// <summary>Does the work with this client, and all that it calls.</summary>
    public async Task<T> WithAsync<T>(DurableTaskClient client, Func<Task<T>> work)
    {
        // It holds until this method returns, and for nobody else.
        _client.Value = client;
        return await work();
    }
}

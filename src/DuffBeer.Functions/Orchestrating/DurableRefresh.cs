using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Requests refreshes: the request is stored in the lake, then <see cref="RefreshTurns"/> is woken.</summary>
public sealed class DurableRefresh(RefreshRequests requests, TaskHub hub) : IModelRefresh
{
    public async Task<string> RequestAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var requested = await requests.AddAsync(request, cancellationToken);
        await WakeAsync(cancellationToken);
        return requested.Id;
    }

    public Task<string> RequestAsync(CancellationToken cancellationToken) => RequestAsync(RefreshRequest.Changes, cancellationToken);

    /// <summary>Wakes it if a refresh is pending: the process that stored the request may have stopped before it did so.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (await requests.IsPendingAsync(cancellationToken))
            await WakeAsync(cancellationToken);
    }

    async Task WakeAsync(CancellationToken cancellationToken)
    {
        await hub.Client.StartAsync(RefreshTurns.Name, RefreshTurns.Instance, input: null, cancellationToken);
        await DurableCalls.CallAsync(
            () => hub.Client.RaiseEventAsync(RefreshTurns.Instance, RefreshTurns.Requested, true, cancellationToken));
    }
}

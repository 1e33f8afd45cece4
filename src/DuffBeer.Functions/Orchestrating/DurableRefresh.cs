using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Requests refreshes: the request is stored in the lake, then <see cref="RefreshTurns"/> is woken.</summary>
public sealed class DurableRefresh(RefreshAsks asks, TaskHub hub) : IModelRefresh
{
    static readonly IReadOnlyDictionary<string, string> s_noSettings = new Dictionary<string, string>();

    public async Task<RefreshRecord> AskAsync(
        IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var asked = await asks.AskAsync(models, settings, cancellationToken);
        await WakeAsync(cancellationToken);
        return asked;
    }

    public Task<RefreshRecord> AskAsync(CancellationToken cancellationToken) => AskAsync([], s_noSettings, cancellationToken);

    /// <summary>Wakes it where a request is pending: the process that stored the request may have stopped before it woke it.</summary>
    public async Task WakeForLeftAsync(CancellationToken cancellationToken)
    {
        if (await asks.IsWaitingAsync(cancellationToken))
            await WakeAsync(cancellationToken);
    }

    async Task WakeAsync(CancellationToken cancellationToken)
    {
        await hub.Client.StartAsync(RefreshTurns.Name, RefreshTurns.Instance, input: null, cancellationToken);
        await DurableCalls.CallAsync(() => hub.Client.RaiseEventAsync(RefreshTurns.Instance, RefreshTurns.Asked, true, cancellationToken));
    }
}

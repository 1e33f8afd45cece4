using DuffBeer.Api;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Timers (UTC).</summary>
public sealed class TimerFunctions(
    TaskHub hub,
    Recovery recovery,
    DurableRefresh refresh,
    DurableMaintenance maintenance,
    DurableForget forget,
    CoreActivities activities,
    FreshnessLog freshness,
    DuffBeerApi api,
    CloudPorts ports,
    HostSettings settings)
{
    /// <summary>
    /// Most of a minute: the next turn begins a few seconds after this one has ended, and is not skipped because this one is still running.
    /// </summary>
    static readonly TimeSpan s_turn = TimeSpan.FromSeconds(57);

    /// <summary>Starts runs whose events were lost, resumes interrupted work, corrects the catalog and logs freshness.</summary>
    [Function("ReconcileByClock")]
    public Task ReconcileAsync(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, async () =>
        {
            var found = await recovery.RecoverAsync(cancellationToken);
            await refresh.RecoverAsync(cancellationToken);
            await forget.RecoverAsync(cancellationToken);
            await activities.Point.PointAsync(cancellationToken);
            await freshness.WriteAsync(cancellationToken);
            return found;
        });

    /// <summary>Receives events of uploads for its minute, if they come by a queue. Only one instance of the app runs a timer.</summary>
    [Function("ReceiveByClock")]
    public Task ReceiveAsync(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, async () =>
        {
            if (ports.Queue is { } queue)
                await api.ReceiveAsync(queue, s_turn, cancellationToken);
            return ports.Queue is not null;
        });

    /// <summary>A refresh writes the day's exports even if no model has changed.</summary>
    [Function("RefreshByClock")]
    public Task RefreshAsync(
        [TimerTrigger("0 30 2 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => refresh.RequestAsync(cancellationToken));

    /// <summary>Deletes what is no longer needed, unless a setting leaves that to people.</summary>
    [Function("MaintainByClock")]
    public Task MaintainAsync(
        [TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        settings.MaintainsByClock
            ? hub.WithAsync(client, () => maintenance.RequestAsync(cancellationToken))
            : Task.CompletedTask;
}

using DuffBeer.Core.Composition;
using DuffBeer.Core.Runs.Intake;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Timers (UTC).</summary>
public sealed class TimerFunctions(
    TaskHub hub, Recovery recovery, DurableRefresh refresh, CoreActivities activities, FreshnessLog freshness)
{
    /// <summary>Starts runs whose events were lost, resumes interrupted runs, corrects the catalog, and logs the lake's freshness.</summary>
    [Function("ReconcileByClock")]
    public Task ReconcileAsync(
        [TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, async () =>
        {
            var found = await recovery.RecoverAsync(cancellationToken);
            await refresh.RecoverAsync(cancellationToken);
            await activities.Point.PointAsync(cancellationToken);
            await freshness.WriteAsync(cancellationToken);
            return found;
        });

    /// <summary>A refresh writes the day's exports even if no model has changed.</summary>
    [Function("RefreshByClock")]
    public Task RefreshAsync(
        [TimerTrigger("0 30 2 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => refresh.RequestAsync(cancellationToken));
}

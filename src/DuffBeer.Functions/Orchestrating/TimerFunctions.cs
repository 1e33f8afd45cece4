using DuffBeer.Core.Composition;
using DuffBeer.Core.Runs.Intake;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>What happens by the clock (UTC).</summary>
public sealed class TimerFunctions(TaskHub hub, Reconciler reconcile, DurableRefresh refresh, CoreActivities activities)
{
    /// <summary>Starts what no event told of, goes on with what was cut off, and brings the catalog in line.</summary>
    [Function("ReconcileByClock")]
    public Task ReconcileAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, async () =>
        {
            var found = await reconcile.RunAsync(cancellationToken);
            await refresh.WakeForLeftAsync(cancellationToken);
            await activities.Point.PointAsync(cancellationToken);
            return found;
        });

    /// <summary>A refresh ends with the exports of its day, also where nothing has changed.</summary>
    [Function("RefreshByClock")]
    public Task RefreshAsync([TimerTrigger("0 30 2 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => refresh.AskAsync(cancellationToken));
}

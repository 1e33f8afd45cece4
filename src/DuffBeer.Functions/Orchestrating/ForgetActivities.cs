using DuffBeer.Api;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of an erasure's activities: the core's, and those of <see cref="EraseRows"/>.</summary>
public sealed class ForgetActivities(CoreActivities activities, DurableForget forget, CloudPorts ports, DuffBeerApi api, TaskHub hub)
{
    [Function("PlanForget")]
    public Task<Outcome<Costed<int>>> PlanAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.PlanForget.RunAsync(input, cancellationToken));

    [Function("EraseSource")]
    public Task<Outcome<Costed<string?>>> EraseAsync(
        [ActivityTrigger] ForgetRows.SourceInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.EraseSource.RunAsync(input, cancellationToken));

    [Function("CloseForgotten")]
    public Task<Outcome<Costed<bool>>> CloseAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.CloseForgotten.RunAsync(input, cancellationToken));

    [Function("DeleteForgotten")]
    public Task<Outcome<Costed<long>>> DeleteAsync(
        [ActivityTrigger] ForgetRows.AreaInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.DeleteForgotten.RunAsync(input, cancellationToken));

    [Function("EndForget")]
    public Task<Outcome<ForgetRows.Result>> EndAsync([ActivityTrigger] ForgetRows.Ending input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.EndForget.RunAsync(input, cancellationToken));

    [Function("IngestErased")]
    public Task<Outcome<bool>> IngestAsync(
        [ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(forget.IngestAsync(input, cancellationToken)));

    [Function("IsErasedIngesting")]
    public Task<Outcome<bool>> IsIngestingAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(forget.IsIngestingAsync(input, cancellationToken));

    [Function("RefreshErased")]
    public Task<Outcome<string?>> RefreshAsync(
        [ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.WithAsync(client, () => FailureText.OfAsync(forget.RefreshAsync(cancellationToken)));

    [Function("IsErasedRefreshing")]
    public Task<Outcome<bool>> IsRefreshingAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(forget.IsRefreshingAsync(input, cancellationToken));

    [Function("DropErased")]
    public Task<Outcome<bool>> DropAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(DropAsync(cancellationToken));

    [Function("HaltErasure")]
    public Task<Outcome<bool>> HaltAsync([ActivityTrigger] EraseRows.Halted input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(forget.HaltAsync(input, cancellationToken));

    async Task<bool> DropAsync(CancellationToken cancellationToken)
    {
        api.Forget();
        await ports.Engine().ForgetAsync(cancellationToken);
        return true;
    }
}

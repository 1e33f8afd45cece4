using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.Azure.Functions.Worker;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of a refresh's activities, which call the core's.</summary>
public sealed class RefreshActivities(CoreActivities activities)
{
    [Function("TakeRefresh")]
    public Task<Outcome<RefreshTurn?>> TakeAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.TakeRefresh.RunAsync(input, cancellationToken));

    [Function("EndRefresh")]
    public Task<Outcome<bool>> EndAsync([ActivityTrigger] RefreshEnding input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.EndRefresh.RunAsync(input, cancellationToken));

    [Function("PlanRefresh")]
    public Task<Outcome<Costed<RefreshModels.Planned>>> PlanAsync(
        [ActivityTrigger] RefreshModels.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Plan.RunAsync(input, cancellationToken));

    [Function("BuildModels")]
    public Task<Outcome<Costed<long>>> BuildAsync([ActivityTrigger] RefreshModels.ModelsInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Build.RunAsync(input, cancellationToken));

    [Function("AuditModels")]
    public Task<Outcome<Costed<RefreshModels.Audited>>> AuditAsync(
        [ActivityTrigger] RefreshModels.ModelsInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Audit.RunAsync(input, cancellationToken));

    [Function("SwapSnapshot")]
    public Task<Outcome<Costed<bool>>> SwapAsync([ActivityTrigger] RefreshModels.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Swap.RunAsync(input, cancellationToken));

    [Function("PointCatalog")]
    public Task<Outcome<Costed<bool>>> PointAsync(
        [ActivityTrigger] RefreshModels.CatalogInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Catalog.RunAsync(input, cancellationToken));

    [Function("ExportReports")]
    public Task<Outcome<Costed<IReadOnlyList<string>>>> ExportAsync(
        [ActivityTrigger] RefreshModels.ExportInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Export.RunAsync(input, cancellationToken));

    [Function("PriceRefresh")]
    public Task<Outcome<RunCost>> EstimateAsync([ActivityTrigger] RefreshModels.Spent input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Price.RunAsync(input, cancellationToken));
}

using DuffBeer.Core.Composition;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers only: each hands its activity of a refresh to the core.</summary>
public sealed class RefreshActivities(CoreActivities activities)
{
    [Function("TakeRefresh")]
    public Task<Outcome<RefreshTurn?>> TakeAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.TakeRefresh.RunAsync(input, cancellationToken));

    [Function("EndRefresh")]
    public Task<Outcome<bool>> EndAsync([ActivityTrigger] RefreshEnding input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.EndRefresh.RunAsync(input, cancellationToken));

    [Function("PlanRefresh")]
    public Task<Outcome<RefreshModels.Planned>> PlanAsync([ActivityTrigger] RefreshModels.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Plan.RunAsync(input, cancellationToken));

    [Function("BuildModel")]
    public Task<Outcome<long>> BuildAsync([ActivityTrigger] RefreshModels.ModelInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Build.RunAsync(input, cancellationToken));

    [Function("AuditModel")]
    public Task<Outcome<int>> AuditAsync([ActivityTrigger] RefreshModels.ModelInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Audit.RunAsync(input, cancellationToken));

    [Function("SwapSnapshot")]
    public Task<Outcome<bool>> SwapAsync([ActivityTrigger] RefreshModels.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Swap.RunAsync(input, cancellationToken));

    [Function("PointCatalog")]
    public Task<Outcome<bool>> PointAsync([ActivityTrigger] RefreshModels.Input input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Catalog.RunAsync(input, cancellationToken));

    [Function("ExportReports")]
    public Task<Outcome<IReadOnlyList<string>>> ExportAsync([ActivityTrigger] RefreshModels.ExportInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.Export.RunAsync(input, cancellationToken));
}

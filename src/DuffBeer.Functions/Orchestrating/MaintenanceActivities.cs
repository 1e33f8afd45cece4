using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Maintain;
using Microsoft.Azure.Functions.Worker;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Triggers of a maintenance's activities, which call the core's.</summary>
public sealed class MaintenanceActivities(CoreActivities activities)
{
    [Function("PlanMaintenance")]
    public Task<Outcome<Costed<MaintainLake.Steps>>> PlanAsync([ActivityTrigger] string input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.PlanMaintenance.RunAsync(input, cancellationToken));

    [Function("ExpireTable")]
    public Task<Outcome<Costed<bool>>> ExpireAsync(
        [ActivityTrigger] MaintainLake.TableInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.ExpireTable.RunAsync(input, cancellationToken));

    [Function("DeleteExpired")]
    public Task<Outcome<Costed<MaintainLake.Deleted>>> DeleteAsync(
        [ActivityTrigger] MaintainLake.PageInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.DeleteExpired.RunAsync(input, cancellationToken));

    [Function("MergeRuns")]
    public Task<Outcome<Costed<MaintainLake.Merged>>> MergeAsync(
        [ActivityTrigger] MaintainLake.MergeInput input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.MergeRuns.RunAsync(input, cancellationToken));

    [Function("EndMaintenance")]
    public Task<Outcome<MaintainLake.Result>> EndAsync(
        [ActivityTrigger] MaintainLake.Ending input, CancellationToken cancellationToken) =>
        FailureText.OfAsync(activities.EndMaintenance.RunAsync(input, cancellationToken));
}

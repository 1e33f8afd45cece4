using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Fixes the inputs of a refresh, and which models it builds.</summary>
public sealed class PlanRefresh(IObjectStore lake, RefreshPlanner planner, Snapshots snapshots)
    : IActivity<RefreshModels.Input, RefreshModels.Planned>
{
    /// <summary>Up to this many source rows, the way of an activity through a queue takes longer than its statement.</summary>
    const long MostSmallRows = 1_000_000;
    const int ManyModels = 50;

    /// <exception cref="Failures.TerminalException"><c>PlanChanged</c>: the refresh would not do what was planned.</exception>
    public async Task<RefreshModels.Planned> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        var decision = await planner.DecideAsync(input.Snapshot, input.ToRequest(), cancellationToken);
        if (await IsDoneAsync(input, decision, cancellationToken))
            return new([], IsChange: false, 1);
        // Data may have come since the caller compared the plan, so it is compared again here, with what will be built.
        if (input.Plan is { } planned)
            decision.Digest.Require(planned);
        await lake.WriteAsync(
            LakeKeys.RefreshPlan(input.Snapshot),
            decision.Plan,
            SnapshotJson.Default.RefreshPlan,
            WriteCondition.None,
            cancellationToken);
        return new(
            [.. decision.Plan.Build.Waves.Select(wave => wave.Select(model => model.Model).ToList())],
            decision.IsChange,
            decision.Rows.Values.Sum() <= MostSmallRows ? ManyModels : 1);
    }

    /// <summary>
    /// Whether an interrupted try of the same request has reached its end. A request that others have joined since is never done.
    /// </summary>
    async Task<bool> IsDoneAsync(RefreshModels.Input input, RefreshDecision decision, CancellationToken cancellationToken)
    {
        if (input.Request is not { } request || input.ToRequest().CanJoin)
            return false;
        var latest = input.Into is null
            ? decision.Previous
            : decision.Replaced is { } replaced ? await snapshots.FindAsync(replaced.Snapshot, cancellationToken) : null;
        return latest?.Request == request;
    }
}

using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>
/// Marks the dataset, and writes down what is rewritten. A plan that exists is kept: an earlier try may have begun to follow it.
/// </summary>
/// <returns>The number of files; 0 if only the end of an erasure is left.</returns>
public sealed class PlanForget(ForgetRecords records, ErasureMarks marks, ForgetPlanner planner) : IActivity<string, int>
{
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        if (await records.PlanAsync(input, cancellationToken) is not { } plan
            || (await records.GetAsync(input, cancellationToken)).Result is not null)
            return 0;
        await marks.SetAsync(plan.Request.Dataset, cancellationToken);
        if (plan.Sources is null)
            plan = await records.SavePlanAsync(await planner.DecideAsync(plan, cancellationToken), cancellationToken);
        return plan.Sources!.Count;
    }
}

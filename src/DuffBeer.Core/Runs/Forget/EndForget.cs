using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Records how many rows went, lets files come in again, and deletes the plan, which alone has the values.</summary>
public sealed class EndForget(
    IObjectStore lake, ForgetRecords records, ErasureMarks marks, DatasetManifests manifests, ActivityMeter meter, PriceTable prices)
    : IActivity<ForgetRows.Ending, ForgetRows.Result>
{
    public async Task<ForgetRows.Result> RunAsync(ForgetRows.Ending input, CancellationToken cancellationToken)
    {
        var (id, deleted, problem, cost) = input;
        var record = await records.GetAsync(id, cancellationToken);
        if (record.Status != RunStatus.Running)
            return record.Result!;
        var plan = await records.PlanAsync(id, cancellationToken);
        // Files are rewritten already, so it stays under way until all is done.
        if (problem is not null && plan?.Sources is not null)
            return new(0, 0, 0, 0, problem);
        // An earlier try may have recorded it and died.
        var result = record.Result ?? (problem is null ? ResultOf(plan, deleted) : new(0, 0, 0, 0, problem)) with
        {
            Cost = prices.CostOf(cost + meter.Take(id)),
        };
        await records.ChangeAsync(id, now => now with { Result = result }, cancellationToken);
        await manifests.FreezeAsync(record.Dataset, isFrozen: false, cancellationToken);
        await marks.RemoveAsync(record.Dataset, cancellationToken);
        await records.DeletePlanAsync(id, cancellationToken);
        await lake.FlushDeletionsAsync(cancellationToken);
        LakeCaches.Forget(lake);
        await records.ChangeAsync(
            id,
            now => now with { Status = result.Problem is null ? RunStatus.Completed : RunStatus.Failed, Halted = null },
            cancellationToken);
        return result;
    }

    static ForgetRows.Result ResultOf(ForgetPlan? plan, long deleted)
    {
        var sources = plan?.Sources ?? [];
        return new(
            sources.Sum(source => source.Rows), sources.Count(source => source.Rows > 0), sources.Count(source => source.IsAgain), deleted,
            null)
        {
            Unreadable = plan?.Unreadable ?? [],
        };
    }
}

using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Records how a maintenance has ended, and what it cost, failed tries included.</summary>
public sealed class EndMaintenance(MaintenanceRecords records, ActivityMeter meter, PriceTable prices)
    : IActivity<MaintainLake.Ending, MaintainLake.Result>
{
    public async Task<MaintainLake.Result> RunAsync(MaintainLake.Ending input, CancellationToken cancellationToken)
    {
        var (id, deleted, problem, cost) = input;
        var result = new MaintainLake.Result(deleted.Objects, deleted.Bytes, deleted.Left, problem)
        {
            Merged = input.Merged,
            Cost = prices.CostOf(cost + meter.Take(id)),
        };
        await records.EndAsync(id, result, cancellationToken);
        return result;
    }
}

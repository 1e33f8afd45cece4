using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Prices a refresh by the price table, failed tries included.</summary>
public sealed class PriceRefresh(ActivityMeter meter, PriceTable prices) : IActivity<RefreshModels.Spent, RunCost>
{
    public Task<RunCost> RunAsync(RefreshModels.Spent input, CancellationToken cancellationToken) =>
        Task.FromResult(prices.CostOf(input.Cost + meter.Take(input.Snapshot)));
}

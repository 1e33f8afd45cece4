using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Lets an open table forget the snapshots that the plan names, with one commit. Only then may their files go.</summary>
public sealed class ExpireTable(IObjectStore lake, IOpenTables tables) : IActivity<MaintainLake.TableInput, bool>
{
    public async Task<bool> RunAsync(MaintainLake.TableInput input, CancellationToken cancellationToken)
    {
        var plan = (await PlanMaintenance.FindAsync(lake, input.Id, cancellationToken))!;
        var expiry = plan.Tables.Single(table => table.Dataset == input.Dataset);
        await tables.ForgetAsync(input.Dataset, expiry.Snapshots, cancellationToken);
        return true;
    }
}

using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>Starts the maintenance that the lake says is under way, or a new one. An instance that was lost starts again.</summary>
public sealed class DurableMaintenance(MaintenanceRecords records, TaskHub hub) : ILakeMaintenance
{
    public async Task<string> RequestAsync(CancellationToken cancellationToken)
    {
        var begun = await records.BeginAsync(cancellationToken);
        await hub.Client.StartAsync(MaintainLake.Name.Value, MaintainLake.InstanceOf(begun.Id), begun.Id, cancellationToken);
        return begun.Id;
    }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Points the catalog for outside tools at a snapshot; our own readers never ask it.</summary>
public sealed class PointCatalog(RefreshScope refresh, Snapshots snapshots, ITableCatalog catalog, ModelDefinitions definitions)
    : IActivity<RefreshModels.Input, bool>
{
    public async Task<bool> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        foreach (var (dataset, contract) in definitions.Contracts)
        {
            await catalog.DeclareAsync(contract, cancellationToken);
            await catalog.PublishAsync(contract, plan.Parts[dataset], cancellationToken);
        }

        var snapshot = await snapshots.FindAsync(input.Snapshot, cancellationToken);
        foreach (var (model, version) in snapshot!.Models)
            await catalog.PointAsync(model, [.. version.Columns.Select(column => column.ToTableColumn())], version.Parts, cancellationToken);
        return true;
    }
}

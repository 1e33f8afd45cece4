using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>Shows a refresh's models to readers, all at once; the catalog for outside tools follows.</summary>
public sealed class SwapSnapshot(RefreshScope refresh, Snapshots snapshots, ITableCatalog catalog, ModelDefinitions definitions, TimeProvider time)
    : IActivity<RefreshModels.Input, bool>
{
    public async Task<bool> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var versions = await refresh.VersionsAsync(plan, cancellationToken);
        await snapshots.ShowAsync(new(plan.Snapshot, time.GetUtcNow(), plan.AsOf, versions, plan.Datasets), cancellationToken);

        foreach (var (dataset, contract) in definitions.Contracts)
        {
            await catalog.DeclareAsync(contract, cancellationToken);
            await catalog.PublishAsync(contract, plan.Parts[dataset], cancellationToken);
        }

        foreach (var (model, version) in versions)
            await catalog.PointAsync(model, [.. version.Columns.Select(column => column.ToTableColumn())], version.Parts, cancellationToken);
        return true;
    }
}

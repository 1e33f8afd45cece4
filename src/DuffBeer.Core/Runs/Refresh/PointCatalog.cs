using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Points the catalog for outside tools at what readers see; our own readers never ask it.</summary>
public sealed class PointCatalog(PublishedParts published, Snapshots snapshots, ITableCatalog catalog, ModelDefinitions definitions)
    : IActivity<RefreshModels.Input, bool>
{
    public async Task<bool> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        await PointAsync(cancellationToken);
        return true;
    }

    /// <summary>Repairs it too, where an earlier call was cut off.</summary>
    public async Task PointAsync(CancellationToken cancellationToken)
    {
        foreach (var (dataset, contract) in definitions.Contracts)
        {
            await catalog.DeclareAsync(contract, cancellationToken);
            await catalog.PublishAsync(contract, (await published.OfAsync(dataset, cancellationToken)).Parts, cancellationToken);
        }

        if (await snapshots.CurrentAsync(cancellationToken) is not { } snapshot)
            return;
        foreach (var (model, version) in snapshot.Models)
            await catalog.PointAsync(model, [.. version.Columns.Select(column => Described(model, column))], version.Parts, cancellationToken);
    }

    // A version keeps no descriptions; those of today go with it.
    TableColumn Described(string model, ModelColumn column) => column.ToTableColumn() with
    {
        Description = definitions.Graph[model]?.Columns.FirstOrDefault(declared => declared.Name == column.Name)?.Description ?? "",
    };
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>What the catalog was last pointed at.</summary>
/// <param name="Snapshot">Null where there was none yet.</param>
/// <param name="Manifests">Dataset → etag of its manifest.</param>
public sealed record CatalogState(string? Snapshot, IReadOnlyDictionary<string, string> Manifests);

/// <summary>Points the catalog for outside tools at what readers see; our own readers never use it.</summary>
public sealed class PointCatalog(
    IObjectStore lake, PublishedParts published, Snapshots snapshots, ITableCatalog catalog, ModelDefinitions definitions)
    : IActivity<RefreshModels.CatalogInput, bool>
{
    /// <summary>False where the catalog was right already.</summary>
    public async Task<bool> RunAsync(RefreshModels.CatalogInput input, CancellationToken cancellationToken)
    {
        if (input.OnlyIfBehind && await StateAsync(cancellationToken) is { } state && await IsPointedAtAsync(state, cancellationToken))
            return false;
        await PointAsync(cancellationToken);
        return true;
    }

    /// <summary>Points every table and view, also where an earlier call was interrupted or the catalog was changed from outside.</summary>
    public async Task PointAsync(CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken);
        foreach (var (dataset, contract) in definitions.Contracts)
        {
            await catalog.DeclareAsync(contract, cancellationToken);
            await catalog.PublishAsync(contract, (await published.OfAsync(dataset, cancellationToken)).Parts, cancellationToken);
        }

        if (await snapshots.CurrentAsync(cancellationToken) is { } snapshot)
        {
            foreach (var (model, version) in snapshot.Models)
                await catalog.PointAsync(model, [.. version.Columns.Select(column => Described(model, column))], version.Parts, cancellationToken);
        }

        await lake.WriteAsync(LakeKeys.CatalogState, state, SnapshotJson.Default.CatalogState, WriteCondition.None, cancellationToken);
    }

    async Task<bool> IsPointedAtAsync(CatalogState state, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.CatalogState, SnapshotJson.Default.CatalogState, cancellationToken))?.Value is { } last
        && last.Snapshot == state.Snapshot
        && last.Manifests.Count == state.Manifests.Count
        && !last.Manifests.Except(state.Manifests).Any();

    /// <summary>Read before the tables are: what is published meanwhile makes the catalog be behind, and the next refresh points it again.</summary>
    async Task<CatalogState> StateAsync(CancellationToken cancellationToken)
    {
        var manifests = new Dictionary<string, string>();
        foreach (var dataset in definitions.Contracts.Keys)
        {
            if (await lake.StatAsync(LakeKeys.Dataset(dataset), cancellationToken) is { } manifest)
                manifests[dataset] = manifest.ETag;
        }

        return new((await snapshots.PointerAsync(cancellationToken))?.Snapshot, manifests);
    }

    // A version keeps no descriptions; it gets those of today.
    TableColumn Described(string model, ModelColumn column) => column.ToTableColumn() with
    {
        Description = definitions.Graph[model]?.Columns.FirstOrDefault(declared => declared.Name == column.Name)?.Description ?? "",
    };
}

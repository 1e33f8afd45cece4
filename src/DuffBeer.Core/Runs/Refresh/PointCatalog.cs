using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The state that the catalog was last updated to.</summary>
/// <param name="Snapshot">Null if there was none yet.</param>
/// <param name="Manifests">Dataset → etag of its manifest.</param>
public sealed record CatalogState(string? Snapshot, IReadOnlyDictionary<string, string> Manifests);

/// <summary>Updates the catalog for external tools to what readers see; our own readers never use it.</summary>
public sealed class PointCatalog(
    IObjectStore lake, PublishedParts published, Snapshots snapshots, ITableCatalog catalog, ModelDefinitions definitions)
    : IActivity<RefreshModels.CatalogInput, bool>
{
    /// <summary>False if the catalog was already up to date.</summary>
    public async Task<bool> RunAsync(RefreshModels.CatalogInput input, CancellationToken cancellationToken)
    {
        if (input.OnlyIfBehind && await StateAsync(cancellationToken) is { } state && await IsPointedAtAsync(state, cancellationToken))
            return false;
        await PointAsync(cancellationToken);
        return true;
    }

    /// <summary>Updates every table and view, even if an earlier call was interrupted or the catalog was changed from outside.</summary>
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
                await catalog.PointAsync(
                    model,
                    [.. version.Columns.Select(column => Described(model, column))],
                    version.Parts,
                    cancellationToken);
        }

        await lake.WriteAsync(LakeKeys.CatalogState, state, SnapshotJson.Default.CatalogState, WriteCondition.None, cancellationToken);
    }

    async Task<bool> IsPointedAtAsync(CatalogState state, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.CatalogState, SnapshotJson.Default.CatalogState, cancellationToken))?.Value is { } last
        && last.Snapshot == state.Snapshot
        && last.Manifests.Count == state.Manifests.Count
        && !last.Manifests.Except(state.Manifests).Any();

    /// <summary>
    /// Reads the etags before the tables: a publication in between leaves the catalog behind, and the next refresh updates it.
    /// </summary>
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

    // Versions store no descriptions; the current ones are used.
    TableColumn Described(string model, ModelColumn column) => column.ToTableColumn() with
    {
        Description = definitions.Graph[model]?.Columns.FirstOrDefault(declared => declared.Name == column.Name)?.Description ?? "",
    };
}

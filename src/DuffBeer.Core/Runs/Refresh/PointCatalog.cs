using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The state that the catalog was last updated to.</summary>
/// <param name="Snapshot">Null if there was none yet.</param>
/// <param name="Manifests">Dataset → etag of its manifest.</param>
/// <param name="IsPartial">An update began and did not end, so the tables may show parts of it.</param>
public sealed record CatalogState(string? Snapshot, IReadOnlyDictionary<string, string> Manifests, bool IsPartial = false);

/// <summary>Updates the catalog for external tools to what readers see; our own readers never use it.</summary>
public sealed class PointCatalog(
    IObjectStore lake,
    DatasetManifests manifests,
    Snapshots snapshots,
    ITableCatalog catalog,
    PublishedTables tables,
    ModelDefinitions definitions)
    : IActivity<RefreshModels.CatalogInput, bool>
{
    readonly PublishedRuns _published = new(lake);

    /// <summary>False if the catalog was already up to date.</summary>
    /// <remarks>Datasets' tables show the runs of the refresh's plan.</remarks>
    public async Task<bool> RunAsync(RefreshModels.CatalogInput input, CancellationToken cancellationToken)
    {
        if (await PlanAsync(input.Snapshot, cancellationToken) is not { } plan)
        {
            await PointAsync(cancellationToken);
            return true;
        }

        var last = (await lake.ReadAsync(LakeKeys.CatalogState, SnapshotJson.Default.CatalogState, cancellationToken))?.Value;
        var pointer = await snapshots.PointerAsync(cancellationToken);
        if (input.OnlyIfBehind && last is { IsPartial: false } && last.Snapshot == pointer?.Snapshot && IsSame(last, plan))
            return false;

        // Before anything changes: where this update ends early, the next one must not take it for done.
        await SaveAsync((last ?? new(null, new Dictionary<string, string>())) with { IsPartial = true }, cancellationToken);
        foreach (var (dataset, contract) in definitions.Contracts)
            await PublishAsync(contract, plan.Datasets[dataset], cancellationToken);
        await PointModelsAsync(pointer, cancellationToken);
        await tables.FollowAllAsync(cancellationToken);
        await SaveAsync(new(pointer?.Snapshot, plan.Manifests), cancellationToken);
        return true;
    }

    /// <summary>
    /// Compares every table with what readers see and updates it, even if an earlier call was interrupted or the catalog was changed from
    /// outside.
    /// </summary>
    public async Task PointAsync(CancellationToken cancellationToken)
    {
        var pointer = await snapshots.PointerAsync(cancellationToken);
        var etags = new Dictionary<string, string>();
        foreach (var (dataset, contract) in definitions.Contracts)
        {
            var found = await manifests.DocumentAsync(dataset, cancellationToken);
            if (found is not null)
                etags[dataset] = found.ETag;
            await PublishAsync(contract, (found?.Value ?? DatasetManifest.Empty(dataset)).ToVersion(), cancellationToken);
        }

        await PointModelsAsync(pointer, cancellationToken);
        await tables.FollowAllAsync(cancellationToken);
        await SaveAsync(new(pointer?.Snapshot, etags), cancellationToken);
    }

    async Task PublishAsync(DatasetContract contract, DatasetVersion version, CancellationToken cancellationToken)
    {
        await catalog.DeclareAsync(contract, cancellationToken);
        await catalog.PublishAsync(contract, running => _published.PartsAsync(contract.Name, version, running), cancellationToken);
    }

    async Task PointModelsAsync(SnapshotPointer? pointer, CancellationToken cancellationToken)
    {
        if (pointer is null || await snapshots.FindAsync(pointer.Snapshot, cancellationToken) is not { } snapshot)
            return;
        var settings = definitions.Settings.Values(snapshot.Settings);
        foreach (var (model, version) in snapshot.Models)
        {
            var declared = definitions.Graph[model]?.Described(settings).Columns ?? [];
            await catalog.PointAsync(
                model, [.. version.Columns.Select(column => Described(declared, column))], version.Parts, cancellationToken);
        }

        // The one before stays for readers that resolved the pointer before it moved, and the named ones for those who look at them.
        var kept = snapshot.Models.Values.ToList();
        string?[] others =
        [
            pointer.Newest, (await PlanAsync(pointer.Newest, cancellationToken))?.Previous,
            .. await snapshots.NamesAsync(withGone: false, cancellationToken)
                .Select(named => named.Snapshot)
                .ToListAsync(cancellationToken),
        ];
        foreach (var other in others)
        {
            if (other is not null && other != snapshot.Id && await snapshots.FindAsync(other, cancellationToken) is { } found)
                kept.AddRange(found.Models.Values);
        }

        await catalog.RetireAsync(pointer.Newest, [.. kept.Select(version => version.Parts)], cancellationToken);
    }

    async Task<RefreshPlan?> PlanAsync(string snapshot, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.RefreshPlan(snapshot), SnapshotJson.Default.RefreshPlan, cancellationToken))?.Value;

    Task<bool> SaveAsync(CatalogState state, CancellationToken cancellationToken) =>
        lake.WriteAsync(LakeKeys.CatalogState, state, SnapshotJson.Default.CatalogState, WriteCondition.None, cancellationToken);

    // Versions store no descriptions; the current ones are used.
    static TableColumn Described(IReadOnlyList<TableColumn> declared, ModelColumn column) => column.ToTableColumn() with
    {
        Description = declared.FirstOrDefault(other => other.Name == column.Name)?.Description ?? "",
    };

    static bool IsSame(CatalogState state, RefreshPlan plan) =>
        state.Manifests.Count == plan.Manifests.Count && !state.Manifests.Except(plan.Manifests).Any();
}

using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Composition;

/// <summary>Every activity of the core over one installation's ports, shared by all hosts.</summary>
/// <remarks>
/// All activities report their cost, except the last of a run or refresh.
/// Each is created on demand, so an ingest reads no SQL and starts no engine.
/// </remarks>
public sealed class CoreActivities(CoreParts parts)
{
    readonly RunRecords _runs = new(parts.Stores.Lake, parts.Time);
    readonly DatasetManifests _manifests = new(parts.Stores.Lake, parts.Time, packs: parts.Packs);
    readonly Snapshots _snapshots = new(parts.Stores.Lake);
    readonly PartCleanup _attempts = new(parts.Stores.Lake);
    readonly ActivityMeter _meter = new();
    readonly Cores _cores = new(parts.Settings.Workers);
    readonly RefreshRequests _requests = new(parts.Stores.Lake, parts.Time);
    readonly AnnouncedActivities _announced = new(parts.Events, parts.Models, new(parts.Stores.Lake));

    public IActivity<IngestFile.Input, Costed<IngestFile.Inspection>> Inspect =>
        OfRun(_announced.StartOfRun(new InspectSource(parts.Stores, _runs, parts.Datasets, parts.Settings)));
    public IActivity<IngestFile.ChunkInput, Costed<Chunks.ChunkBorders>> Transform => _meter.Of(
        new TransformChunk(parts.Stores, parts.Writer, _runs, parts.Datasets, parts.Settings, _cores, parts.AtWork),
        chunk => IngestFile.InstanceOf(chunk.RunId, chunk.Attempt));
    public IActivity<IngestFile.Input, Costed<IReadOnlyList<int>>> Compare =>
        OfRun(new CompareKeys(Lake, _runs, parts.Datasets));
    public IActivity<IngestFile.Input, Costed<RowLedger>> Judge =>
        OfRun(new JudgeRun(Lake, _runs, _attempts, parts.Datasets, parts.Settings, parts.Tables, parts.Time));
    public IActivity<IngestFile.Input, Costed<bool>> Count => OfRun(new CountRows(parts.Stores, _runs));
    public IActivity<IngestFile.Input, Costed<bool>> Publish =>
        OfRun(new PublishRun(Lake, _manifests, _runs, parts.Datasets, Tables, parts.Time));
    public IActivity<IngestFile.Ending, bool> Conclude => new ConcludeRun(
        _runs, _attempts, new(_manifests, parts.Time), Settlement, parts.Events(), _meter, parts.Prices());

    public IActivity<IngestBatch.Input, Costed<bool>> TransformBatch => _meter.Of(
        new TransformBatch(
            parts.Stores, parts.Writer, _runs, _manifests, parts.Datasets, parts.Settings, _cores, parts.Tables, parts.Events, parts.Time),
        batch => batch.Batch);
    public IActivity<IngestBatch.Input, Costed<bool>> PublishBatch => _meter.Of(
        new PublishBatch(Lake, _manifests, _runs, parts.Datasets, Tables, parts.Time), batch => batch.Batch);
    public IActivity<IngestBatch.Ending, IReadOnlyList<BatchMember>> ConcludeBatch =>
        new ConcludeBatch(Lake, _runs, parts.Datasets, Settlement, parts.Events(), _meter, parts.Prices());

    public IActivity<RefreshModels.Input, Costed<RefreshModels.Planned>> Plan =>
        OfRefresh(_announced.StartOfRefresh(new PlanRefresh(Lake, Planner, _snapshots)));
    public IActivity<RefreshModels.ModelsInput, Costed<long>> Build => OfModels(
        _announced.Build(
            new BuildModels(
                Refresh,
                parts.Engine(),
                new EstimatedModel(parts.Engine(), parts.Writer, Lake),
                parts.Models(),
                _cores,
                parts.Time)));
    public IActivity<RefreshModels.ModelsInput, Costed<RefreshModels.Audited>> Audit =>
        OfModels(_announced.Audit(new AuditModels(Refresh, parts.Engine(), parts.Models(), _cores)));
    public IActivity<RefreshModels.Input, Costed<bool>> Swap =>
        OfRefresh(new SwapSnapshot(Refresh, _snapshots, Named, parts.Engine(), parts.Models(), parts.Time));
    public IActivity<RefreshModels.CatalogInput, Costed<bool>> Catalog => _meter.Of(Point, catalog => catalog.Snapshot);
    public IActivity<RefreshModels.ExportInput, Costed<IReadOnlyList<string>>> Export =>
        _meter.Of(new ExportReports(_snapshots, new(parts.Engine(), parts.Models()), parts.Reports(), Lake), export => export.Refresh);
    public IActivity<RefreshModels.Spent, RunCost> Price => new PriceRefresh(_meter, parts.Prices());

    public IActivity<string, RefreshTurn?> TakeRefresh => new TakeRefresh(_requests);
    public IActivity<RefreshEnding, bool> EndRefresh => _announced.EndOfRefresh(new EndRefresh(_requests));

    public IActivity<string, Costed<MaintainLake.Steps>> PlanMaintenance =>
        _meter.Of(new PlanMaintenance(Lake, Maintenance, parts.Time), id => id);
    public IActivity<MaintainLake.TableInput, Costed<bool>> ExpireTable =>
        _meter.Of(new ExpireTable(Lake, parts.Tables), table => table.Id);
    public IActivity<MaintainLake.PageInput, Costed<MaintainLake.Deleted>> DeleteExpired =>
        _meter.Of(new DeleteExpired(Lake, Maintenance), page => page.Id);
    public IActivity<MaintainLake.MergeInput, Costed<MaintainLake.Merged>> MergeRuns => _meter.Of(
        new MergeRuns(
            Lake, _manifests, parts.Datasets, parts.Reader, parts.Writer, parts.Packs, parts.Tables, Tables, parts.Settings, parts.Merge),
        merge => merge.Id);
    public IActivity<MaintainLake.Ending, MaintainLake.Result> EndMaintenance =>
        new EndMaintenance(new(Lake, parts.Time), _meter, parts.Prices());

    public IActivity<string, Costed<int>> PlanForget => _meter.Of(new PlanForget(Forgets, _runs.Erasures, Forget), id => id);
    public IActivity<ForgetRows.SourceInput, Costed<string?>> EraseSource => _meter.Of(
        new EraseSource(
            parts.Stores, Forgets, _runs, new(_runs, Settlement, parts.Datasets, parts.Time), parts.Datasets, parts.Time),
        source => source.Id);
    public IActivity<string, Costed<bool>> CloseForgotten =>
        _meter.Of(new CloseForgotten(Lake, Forgets, _runs, _manifests, Tables), id => id);
    public IActivity<ForgetRows.AreaInput, Costed<long>> DeleteForgotten => _meter.Of(
        new DeleteForgotten(Lake, Forgets, _runs, Named, new(Lake, parts.Time), parts.Tables), area => area.Id);
    public IActivity<ForgetRows.Ending, ForgetRows.Result> EndForget =>
        new EndForget(Lake, Forgets, _runs.Erasures, _manifests, _meter, parts.Prices());

    /// <summary>Finds what an erasure rewrites.</summary>
    public ForgetPlanner Forget => new(parts.Stores, parts.Datasets, _runs, parts.Reader, new(Lake, parts.Time));

    /// <summary>Decides what maintenance deletes and merges.</summary>
    public MaintenancePlanner Maintenance => new(parts.Stores, parts.Tables, parts.Datasets, parts.Keep, parts.Merge);

    /// <summary>Updates the catalog to what readers see, outside of a refresh.</summary>
    public PointCatalog Point => new(Lake, _manifests, _snapshots, parts.Catalog(), Tables, parts.Models());

    IActivity<IngestFile.Input, Costed<T>> OfRun<T>(IActivity<IngestFile.Input, T> activity) =>
        _meter.Of(activity, run => IngestFile.InstanceOf(run.RunId, run.Attempt));

    IActivity<RefreshModels.Input, Costed<T>> OfRefresh<T>(IActivity<RefreshModels.Input, T> activity) =>
        _meter.Of(activity, refresh => refresh.Snapshot);

    IActivity<RefreshModels.ModelsInput, Costed<T>> OfModels<T>(IActivity<RefreshModels.ModelsInput, T> activity) =>
        _meter.Of(activity, model => model.Snapshot);

    IObjectStore Lake => parts.Stores.Lake;

    ForgetRecords Forgets => new(Lake, parts.Time);

    AttemptSettlement Settlement => new(_manifests, _runs, _attempts, parts.Events, Tables, parts.Time);

    PublishedTables Tables => new(Lake, _runs, parts.Datasets, parts.Tables);

    NamedSnapshots Named => new(Lake, _snapshots, parts.Time);

    RefreshPlanner Planner => RefreshPlanner.Of(Lake, parts.Time, parts.Models());

    // Shared, because it caches the plan of the refresh under way.
    RefreshScope Refresh => field ??= new(Lake, _snapshots, parts.Models());
}

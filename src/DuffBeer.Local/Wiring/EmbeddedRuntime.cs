using System.Text;
using DuffBeer.Aws.Athena;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Definitions;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Embedded.Store;
using DuffBeer.Iceberg;
using DuffBeer.Local.Workspaces;
using DuffBeer.OpenLineage;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Wiring;

/// <summary>Wires the core to one machine: stores, engine, journalled orchestrator. Each is opened on first use.</summary>
sealed class EmbeddedRuntime : IDisposable
{
    readonly HomeDirectory _home;
    readonly TimeProvider _time;
    readonly Lazy<ScratchFolder> _scratch;
    readonly Storage _storage;
    readonly Lazy<IQueryEngine> _engine;
    readonly Lazy<PriceTable> _prices;
    readonly Lazy<Prover> _prover;
    DuckDbQueryEngine? _bench;
    LineagePublisher? _lineage;

    public EmbeddedRuntime(
        HomeDirectory home,
        LoadedDefinitions definitions,
        IngestSettings settings,
        TimeProvider time,
        S3Settings? s3 = null,
        Func<PriceTable>? prices = null)
    {
        (_home, _time, Definitions) = (home, time, definitions);
        Settings = s3?.Athena is null ? settings : settings with { Readable = AthenaQueryEngine.Codecs };
        _storage = s3 is null ? Storage.OfHome(home) : S3Storage.Of(home, s3);
        Runs = new(Lake, time);
        Snapshots = new(Lake);
        _scratch = new(home.CreateScratchFolder);
        _engine = new(() => _storage.OpenEngine(_scratch.Value.Path));
        _prover = new(OpenProver);
        _prices = new(() => (prices?.Invoke() ?? PriceTable.Free).Without("functions"));
    }

    public LoadedDefinitions Definitions { get; }
    public IngestSettings Settings { get; }
    /// <summary>Local files, ingested in place.</summary>
    public LandingStore Files => _storage.Files;
    public IObjectStore Landing => _storage.Landing;
    public IObjectStore Lake => _storage.Lake;
    /// <summary>The catalog for external tools.</summary>
    public ITableCatalog Tables => _storage.Tables;
    /// <summary>The tables in which other engines find the datasets.</summary>
    public IOpenTables OpenTables => field ??= new IcebergTables(Lake, Definitions.Datasets, _storage.LocationOf, _storage.Pointer, _time);
    /// <summary>Whether landing is a bucket, whose objects are named s3://bucket/key.</summary>
    public bool IsS3 => _storage.IsS3;
    /// <summary>Opens the queue of the landing bucket's events; null if there is none.</summary>
    public Func<IQueuedEvents>? OpenQueue => _storage.OpenQueue;
    public TimeProvider Time => _time;
    public StoreChecks StoreChecks => new(Lake, _storage.Checks, _time);
    /// <summary>AWS prices; local work costs nothing.</summary>
    public PriceTable Prices => _prices.Value;
    /// <summary>Starts, controls and recovers runs.</summary>
    public CoreRuns Core => field ??= new(Stores, Definitions.Datasets, () => Announcements, OpenTables, _time, Packs);
    /// <summary>Takes rows of runs out of files that several runs share.</summary>
    public IPackRewriter Packs => Parts(Settings).Packs;
    public ChunksAtWork AtWork { get; } = new();
    public RunRecords Runs { get; }
    public Snapshots Snapshots { get; }
    public IQueryEngine Engine => _engine.Value;
    public Explainer Explainer => field ??= new(Stores, Runs, Engine, Definitions.Models, Definitions.Datasets);
    public NamedSnapshots Named => new(Lake, Snapshots, _time);
    public PlanReader Plans => new(
        Lake, RefreshPlanner.Of(Lake, _time, Definitions.Models), () => Engine, () => Prices, Definitions.Models);
    public DiffReader Differences => new(Lake, () => Engine, Definitions.Models);
    /// <summary>Proves figures with an engine of its own, in a folder that ends with the process.</summary>
    public Prover Prover => _prover.Value;
    public ReportReader Reader => new(Engine, Definitions.Models);
    /// <summary>Receives an event when a run has ended. Default: none, because the caller waits for the run.</summary>
    public IEventPublisher Events { get; set; } = new NoEventPublisher();
    /// <summary>Opens what turns announcements into events of lineage; null for none.</summary>
    public Func<EmbeddedRuntime, LineagePublisher>? Lineage { get; init; }
    /// <summary>Receives every announcement.</summary>
    public IEventPublisher Announcements => Lineage is null ? Events : _lineage ??= Lineage(this);
    public Stores Stores => new(Landing, Lake, _storage.Bucket);
    public RejectRows Rejects => new(Lake, Runs, Engine);
    public RefreshRequests Refreshes => new(Lake, _time);
    public MaintenanceRecords Maintenances => new(Lake, _time);
    /// <summary>Decides what maintenance deletes and merges.</summary>
    public MaintenancePlanner Maintenance => Activities(Settings).Maintenance;
    public ForgetRecords Forgets => new(Lake, _time);
    /// <summary>Finds what an erasure rewrites.</summary>
    public ForgetPlanner Forget => Activities(Settings).Forget;
    /// <summary>How long maintenance keeps what is no longer needed.</summary>
    public KeepTimes Keep { get; init; } = new();
    /// <summary>Which files maintenance merges.</summary>
    public MergeSizes Merge { get; init; } = new();
    public PointCatalog Catalog => Activities(Settings).Point;

    /// <summary>An orchestrator that can run every orchestration of the core.</summary>
    public JournalledOrchestrator Orchestrator(IProgress<RunEvent> observer)
    {
        var orchestrator = new JournalledOrchestrator(
            new(_home.Journal) { Json = CallJson.Default.Options, Time = _time, Observer = observer, Parallelism = 2 * Settings.Workers });
        // Reports invalid prices before anything starts.
        _ = Prices;
        var activities = Activities(Settings with { HashKey = Settings.HashKey ?? _home.HashKey() });
        RegisterIngest(orchestrator, activities);
        RegisterRefresh(orchestrator, activities);
        RegisterMaintenance(orchestrator, activities);
        RegisterForget(orchestrator, activities);
        return orchestrator;
    }

    /// <summary>Refuses to start over buckets that lack what correctness depends on, or that the credentials do not open.</summary>
    public Task CheckStoresAsync(CancellationToken cancellationToken) =>
        IsS3 ? StoreChecks.EnsureAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Drops what this process keeps of rows in memory and in temporary files.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await Engine.ForgetAsync(cancellationToken);
        if (_bench is not null)
            await _bench.ForgetAsync(cancellationToken);
    }

    public void Dispose()
    {
        _lineage?.Dispose();
        _bench?.Dispose();
        if (_engine.IsValueCreated)
            (_engine.Value as IDisposable)?.Dispose();
        _storage.Dispose();
        if (_scratch.IsValueCreated)
            _scratch.Value.Dispose();
    }

    Prover OpenProver()
    {
        var scratch = new FolderObjectStore(Path.Combine(_scratch.Value.Path, "proofs"));
        _bench = new(scratch, scratch.PathOf, _scratch.Value.Path);
        var key = Settings.HashKey ?? _home.KnownHashKey();
        return new(
            Stores, Runs, Engine, Definitions.Models, Definitions.Datasets, _bench, scratch, new ParquetPartWriter(),
            key is null ? null : Encoding.UTF8.GetBytes(key));
    }

    static void RegisterIngest(JournalledOrchestrator orchestrator, CoreActivities activities)
    {
        orchestrator.Register(IngestFile.Name, IngestFile.RunAsync);
        orchestrator.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        orchestrator.Register(IngestFile.Inspect, activities.Inspect);
        orchestrator.Register(IngestFile.Transform, activities.Transform);
        orchestrator.Register(IngestFile.Compare, activities.Compare);
        orchestrator.Register(IngestFile.Judge, activities.Judge);
        orchestrator.Register(IngestFile.Count, activities.Count);
        orchestrator.Register(IngestFile.Publish, activities.Publish);
        orchestrator.Register(IngestFile.Conclude, activities.Conclude);
        orchestrator.Register(IngestBatch.Name, IngestBatch.RunAsync);
        orchestrator.Register(IngestBatch.Transform, activities.TransformBatch);
        orchestrator.Register(IngestBatch.Publish, activities.PublishBatch);
        orchestrator.Register(IngestBatch.Conclude, activities.ConcludeBatch);
    }

    // An ingest by itself reads no SQL and starts no engine.
    static void RegisterRefresh(JournalledOrchestrator orchestrator, CoreActivities activities)
    {
        orchestrator.Register(RefreshModels.Name, RefreshModels.RunAsync);
        orchestrator.Register(RefreshModels.Plan, Deferred.Of(() => activities.Plan));
        orchestrator.Register(RefreshModels.Build, Deferred.Of(() => activities.Build));
        orchestrator.Register(RefreshModels.Audit, Deferred.Of(() => activities.Audit));
        orchestrator.Register(RefreshModels.Swap, Deferred.Of(() => activities.Swap));
        orchestrator.Register(RefreshModels.Catalog, Deferred.Of(() => activities.Catalog));
        orchestrator.Register(RefreshModels.Export, Deferred.Of(() => activities.Export));
        orchestrator.Register(RefreshModels.Price, Deferred.Of(() => activities.Price));
    }

    static void RegisterMaintenance(JournalledOrchestrator orchestrator, CoreActivities activities)
    {
        orchestrator.Register(MaintainLake.Name, MaintainLake.RunAsync);
        orchestrator.Register(MaintainLake.Plan, activities.PlanMaintenance);
        orchestrator.Register(MaintainLake.Table, activities.ExpireTable);
        orchestrator.Register(MaintainLake.Delete, activities.DeleteExpired);
        orchestrator.Register(MaintainLake.Merge, activities.MergeRuns);
        orchestrator.Register(MaintainLake.End, activities.EndMaintenance);
    }

    static void RegisterForget(JournalledOrchestrator orchestrator, CoreActivities activities)
    {
        orchestrator.Register(ForgetRows.Name, ForgetRows.RunAsync);
        orchestrator.Register(ForgetRows.Purge, ForgetRows.PurgeAsync);
        orchestrator.Register(ForgetRows.Plan, activities.PlanForget);
        orchestrator.Register(ForgetRows.Source, activities.EraseSource);
        orchestrator.Register(ForgetRows.Close, activities.CloseForgotten);
        orchestrator.Register(ForgetRows.Delete, activities.DeleteForgotten);
        orchestrator.Register(ForgetRows.End, activities.EndForget);
    }

    CoreActivities Activities(IngestSettings settings) => new(Parts(settings));

    CoreParts Parts(IngestSettings settings) => new()
    {
        Stores = Stores,
        Engine = () => Engine,
        Writer = new ParquetPartWriter(),
        Reader = new ParquetPartReader(),
        Catalog = () => Tables,
        Tables = OpenTables,
        Events = () => Announcements,
        Datasets = Definitions.Datasets,
        Models = () => Definitions.Models,
        Reports = () => Definitions.Sql.Reports,
        Settings = settings,
        Prices = () => Prices,
        Time = _time,
        AtWork = AtWork,
        Keep = Keep,
        Merge = Merge,
    };

    static class Deferred
    {
        public static Deferred<TInput, TOutput> Of<TInput, TOutput>(Func<IActivity<TInput, TOutput>> make) => new(make);
    }

    /// <summary>An activity that is created on its first call: an ingest by itself reads no SQL and starts no engine.</summary>
    sealed class Deferred<TInput, TOutput>(Func<IActivity<TInput, TOutput>> make) : IActivity<TInput, TOutput>
    {
        public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken) => make().RunAsync(input, cancellationToken);
    }
}

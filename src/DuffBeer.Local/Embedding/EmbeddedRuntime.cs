using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Orchestration;
using DuffBeer.Embedded.Store;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Embedding;

/// <summary>The core wired to one machine: folders, DuckDB, the journalled orchestrator. Nothing is opened before it is used.</summary>
sealed class EmbeddedRuntime : IDisposable
{
    /// <summary>Names the landing folder in run ids.</summary>
    const string Bucket = "landing";

    readonly HomeDirectory _home;
    readonly TimeProvider _time;
    readonly Lazy<ScratchFolder> _scratch;
    readonly Lazy<DuckDbQueryEngine> _engine;

    public EmbeddedRuntime(HomeDirectory home, LoadedDefinitions definitions, IngestSettings settings, TimeProvider time)
    {
        (_home, _time, Definitions, Settings) = (home, time, definitions, settings);
        Landing = home.OpenLanding();
        Lake = home.OpenLake();
        Runs = new(Lake, time);
        Snapshots = new(Lake);
        _scratch = new(home.CreateScratchFolder);
        _engine = new(() => new(Lake, Lake.PathOf, _scratch.Value.Path));
    }

    public LoadedDefinitions Definitions { get; }
    public IngestSettings Settings { get; }
    public LandingStore Landing { get; }
    public FolderObjectStore Lake { get; }
    public RunRecords Runs { get; }
    public Snapshots Snapshots { get; }
    public IQueryEngine Engine => _engine.Value;
    public ReportReader Reader => new(Engine, Definitions.Models);
    public StartRun Starts => new(Runs, new AttemptParts(Lake), _time);
    /// <summary>Who is told that a run has ended. Default: nobody, the caller waits for the run itself.</summary>
    public IEventPublisher Events { get; set; } = new NoListeners();
    public Stores Stores => new(Landing, Lake, Bucket);
    public CorrectRun Corrections => new(Lake, Runs, Starts, Definitions.Datasets);
    public AttemptParts Attempts => new(Lake);
    public RejectRows Rejects => new(Lake, Runs, Engine);
    public RefreshRecords Refreshes => new(Lake);
    public PointCatalog Catalog => new(Published, Snapshots, new DuckDbCatalog(Lake, Lake.PathOf), Definitions.Models);

    public ReceiveObject Receive(IRunOrchestrator orchestrator) => new(Stores, Runs, Starts, Definitions.Datasets, orchestrator);

    public ReconcileRuns Reconcile(IRunOrchestrator orchestrator) => new(Stores, Runs, Starts, Receive(orchestrator), Definitions.Datasets, orchestrator);

    /// <summary>An orchestrator that can run every orchestration of the core.</summary>
    public JournalledOrchestrator Orchestrator(IProgress<RunEvent> observer)
    {
        var orchestrator = new JournalledOrchestrator(new(_home.Journal) { Json = CallJson.Default.Options, Time = _time, Observer = observer, Parallelism = Settings.Workers });
        RegisterIngest(orchestrator, Definitions.Datasets, Settings with { HashKey = Settings.HashKey ?? _home.HashKey() });
        RegisterRefresh(orchestrator);
        return orchestrator;
    }

    public void Dispose()
    {
        if (_engine.IsValueCreated)
            _engine.Value.Dispose();
        if (_scratch.IsValueCreated)
            _scratch.Value.Dispose();
    }

    void RegisterIngest(JournalledOrchestrator orchestrator, DatasetCatalog datasets, IngestSettings settings)
    {
        var attempts = new AttemptParts(Lake);
        orchestrator.Register(IngestFile.Name, IngestFile.RunAsync);
        orchestrator.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        orchestrator.Register(IngestFile.Inspect, new InspectSource(Stores, Runs, datasets, settings));
        orchestrator.Register(IngestFile.Transform, new TransformChunk(Stores, new ParquetPartWriter(), Runs, datasets, settings));
        orchestrator.Register(IngestFile.Judge, new JudgeRun(Lake, Runs, attempts, datasets, settings));
        orchestrator.Register(IngestFile.Count, new CountRows(Stores, Runs));
        orchestrator.Register(IngestFile.Publish, new PublishRun(Lake, Runs, datasets, _time));
        orchestrator.Register(IngestFile.Conclude, new ConcludeRun(Runs, attempts, Events));
    }

    void RegisterRefresh(JournalledOrchestrator orchestrator)
    {
        orchestrator.Register(RefreshModels.Name, RefreshModels.RunAsync);
        orchestrator.Register(RefreshModels.Plan, new Deferred<RefreshModels.Input, RefreshModels.Planned>(() => new PlanRefresh(Lake, Published, Snapshots, Definitions.Models)));
        orchestrator.Register(RefreshModels.Build, new Deferred<RefreshModels.ModelInput, long>(
            () => new BuildModel(Refresh, Engine, new EstimatedParts(Engine, new ParquetPartWriter(), Lake), Definitions.Models, _time)));
        orchestrator.Register(RefreshModels.Audit, new Deferred<RefreshModels.ModelInput, int>(() => new AuditModel(Refresh, Engine, Definitions.Models)));
        orchestrator.Register(RefreshModels.Swap, new Deferred<RefreshModels.Input, bool>(
            () => new SwapSnapshot(Refresh, Snapshots, Engine, Definitions.Models, _time)));
        orchestrator.Register(RefreshModels.Catalog, new Deferred<RefreshModels.Input, bool>(
            () => Catalog));
        orchestrator.Register(RefreshModels.Export, new Deferred<RefreshModels.ExportInput, IReadOnlyList<string>>(
            () => new ExportReports(Snapshots, Reader, Definitions.Sql.Reports, Lake)));
    }

    RefreshScope Refresh => field ??= new(Lake, Snapshots, Definitions.Models);

    PublishedParts Published => new(Lake, Runs);

    /// <summary>An activity that is made when it is first called: an ingest alone reads no SQL and starts no engine.</summary>
    sealed class Deferred<TInput, TOutput>(Func<IActivity<TInput, TOutput>> make) : IActivity<TInput, TOutput>
    {
        public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken) => make().RunAsync(input, cancellationToken);
    }

    sealed class NoListeners : IEventPublisher
    {
        public Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

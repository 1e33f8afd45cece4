using DuffBeer.Core.Chunks;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>What an earlier process recorded of an attempt with one chunk.</summary>
sealed record ChunkHistory(IngestFile.Inspection Source, ChunkBorders Borders);

/// <summary>The activities of an ingest over any stores, to be called by hand or by <see cref="DirectContext"/>.</summary>
sealed class Steps
{
    readonly DatasetContract _contract;
    readonly Stores _stores;

    /// <param name="starts">Where runs are begun and looked up; the stores may fail where this one does not.</param>
    /// <param name="open">The tables in which other engines find the dataset; null: none.</param>
    public Steps(
        Stores stores, IObjectStore starts, DatasetContract contract, IngestSettings settings, TimeProvider? clock = null,
        IOpenTables? open = null)
    {
        (_stores, _contract) = (stores, contract);
        var time = clock ?? TimeProvider.System;
        var datasets = new DatasetCatalog([contract]);
        var runs = new RunRecords(stores.Lake, time);
        var attempts = new PartCleanup(stores.Lake);
        open ??= new NoOpenTables();
        var tables = new PublishedTables(stores.Lake, runs, datasets, open);
        Records = new(starts, time);
        Start = new CoreRuns(stores with { Lake = starts }, datasets, () => new NoEventPublisher(), open, time).Starts;
        Inspect = new(stores, runs, datasets, settings);
        Transform = new(stores, new ParquetPartWriter(), runs, datasets, settings, new(settings.Workers), new());
        Compare = new(stores.Lake, runs, datasets);
        Judge = new(stores.Lake, runs, attempts, datasets, settings, open, time);
        Count = new(stores, runs);
        var manifests = new DatasetManifests(stores.Lake, time);
        Publish = new(stores.Lake, manifests, runs, datasets, tables, time);
        var (none, settlement) =
            (new NoEventPublisher(), new AttemptSettlement(manifests, runs, attempts, () => new NoEventPublisher(), tables, time));
        Conclude = new(runs, attempts, new(manifests, time), settlement, none, Meter, PriceTable.Free);
    }

    public ActivityMeter Meter { get; } = new();
    public RunRecords Records { get; }
    public RunStarts Start { get; }
    public InspectSource Inspect { get; }
    public TransformChunk Transform { get; }
    public CompareKeys Compare { get; }
    public JudgeRun Judge { get; }
    public CountRows Count { get; }
    public PublishRun Publish { get; }
    public ConcludeRun Conclude { get; }

    public static Steps Over(Home home)
    {
        var folders = new HomeDirectory(home.Root);
        var lake = folders.OpenLake();
        return new(new(folders.OpenLanding(), lake, "landing"), lake, Contracts.DuffOrders, home.Ingest);
    }

    /// <summary>Starts a run of a file that is linked to a key.</summary>
    public async Task<IngestFile.Input> StartAsync(string key, string path)
    {
        await ((LandingStore)_stores.Landing).LinkAsync(key, path, default);
        return await StartAsync((await _stores.Landing.StatAsync(key, default))!);
    }

    public async Task<IngestFile.Input> StartAsync(ObjectStat source, bool verify = false)
    {
        var record = (await Start.ForAsync(_contract, _stores.Bucket, source, default)).Record;
        return new(record.Id, record.Attempt, verify);
    }

    /// <summary>Runs the whole orchestration, each step tried as often as told.</summary>
    /// <param name="call">Awaited before and after each call.</param>
    /// <param name="history">What inspection and the only chunk gave, where they are not to be done again.</param>
    public Task<IngestFile.Result> RunAsync(IngestFile.Input run, int tries = 1, Func<Task>? call = null, ChunkHistory? history = null)
    {
        var context = new DirectContext(run.RunId, tries) { Around = call };
        context.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        context.Register(
            IngestFile.Inspect,
            Meter.Of<IngestFile.Input, IngestFile.Inspection>(
                history is null ? Inspect : new Recorded<IngestFile.Input, IngestFile.Inspection>(history.Source), InstanceOf));
        context.Register(
            IngestFile.Transform,
            Meter.Of<IngestFile.ChunkInput, ChunkBorders>(
                history is null ? Transform : new Recorded<IngestFile.ChunkInput, ChunkBorders>(history.Borders),
                chunk => IngestFile.InstanceOf(chunk.RunId, chunk.Attempt)));
        context.Register(IngestFile.Compare, Meter.Of(Compare, InstanceOf));
        context.Register(IngestFile.Judge, Meter.Of(Judge, InstanceOf));
        context.Register(IngestFile.Count, Meter.Of(Count, InstanceOf));
        context.Register(IngestFile.Publish, Meter.Of(Publish, InstanceOf));
        context.Register(IngestFile.Conclude, Conclude);
        return IngestFile.RunAsync(context, run);
    }

    static string InstanceOf(IngestFile.Input run) => IngestFile.InstanceOf(run.RunId, run.Attempt);

    sealed class Recorded<TInput, TOutput>(TOutput output) : IActivity<TInput, TOutput>
    {
        public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken) => Task.FromResult(output);
    }
}

using System.Text;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Iceberg;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>A lake in memory in which every object is old, so that only its use protects it.</summary>
/// <param name="lake">The lake as activities see it; null: the memory itself.</param>
/// <param name="locationOf">The absolute URI of a key.</param>
sealed class MaintainedLake(MemoryStore memory, MemoryStore landing, IObjectStore? lake = null, Func<string, string>? locationOf = null)
{
    public const string Dataset = "things";

    static readonly DatasetCatalog s_datasets = new([ContractLoader.Load(
        """
        dataset: things
        version: 1
        description: Things.
        source: { prefix: things/ }
        rejectBudget: { fraction: 0.9, rows: 100 }
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: day, type: date, required: true, description: Day }
        """,
        "things.yaml").Contract!]);

    readonly IObjectStore _lake = lake ?? memory;
    readonly Clock _clock = new();

    public MemoryStore Memory => memory;

    public RunRecords Runs => new(_lake, _clock);

    public MaintenanceRecords Maintenances => new(_lake, _clock);

    CoreRuns Core => new(new(landing, _lake, "landing"), s_datasets, () => new NoEventPublisher(), Tables, _clock);

    IcebergTables Tables => new(_lake, s_datasets, locationOf ?? (key => $"mem://lake/{key}"), pointer: null, _clock);

    CoreActivities Activities => new(new()
    {
        Stores = new(landing, _lake, "landing"),
        Engine = () => throw new NotSupportedException(),
        Writer = new ParquetPartWriter(),
        Catalog = () => throw new NotSupportedException(),
        Tables = Tables,
        Events = () => new NoEventPublisher(),
        Datasets = s_datasets,
        Models = () => throw new NotSupportedException(),
        Reports = () => [],
        Settings = new() { Workers = 1 },
        Prices = () => PriceTable.Free,
        Time = _clock,
    });

    /// <param name="around">Awaited before and after each step.</param>
    public async Task<RunRecord> IngestAsync(string key, string ids, Func<Task>? around = null)
    {
        var rows = ids.Split(' ').Select(id => $"{id},2026-01-01\n");
        var source = landing.Put(key, Encoding.UTF8.GetBytes("id,day\n" + string.Concat(rows)));
        var run = await Core.Starts.ForAsync(s_datasets.Find(Dataset)!, "landing", source, default);
        return await ContinueAsync(run.Record, around);
    }

    public async Task<RunRecord> ReplayAsync(string run, Func<Task>? around = null) =>
        await ContinueAsync(await Core.Starts.AgainAsync(await Runs.GetAsync(run, default), default), around);

    public Task<RunRecord> RetireAsync(string run) => Core.Retirement.RetireAsync(run, default);

    public async Task<MaintainLake.Result> MaintainAsync(Func<Task>? around = null)
    {
        var activities = Activities;
        var context = new DirectContext("maintain", tries: 1) { Around = around };
        context.Register(MaintainLake.Plan, activities.PlanMaintenance);
        context.Register(MaintainLake.Table, activities.ExpireTable);
        context.Register(MaintainLake.Delete, activities.DeleteExpired);
        context.Register(MaintainLake.End, activities.EndMaintenance);
        return await MaintainLake.RunAsync(context, (await Maintenances.BeginAsync(default)).Id);
    }

    /// <summary>Keys that a maintenance would delete now, and how it would change the tables.</summary>
    public async Task<IReadOnlyList<Deletion>> DryRunAsync() =>
        await (await Activities.Maintenance.DecideAsync(_clock.GetUtcNow(), default)).Deletions(default).ToListAsync();

    public async Task<IReadOnlyList<ManifestEntry>> PublishedAsync() =>
        (await memory.ReadAsync(LakeKeys.Dataset(Dataset), RunJson.Default.DatasetManifest, default))?.Value.Runs ?? [];

    /// <summary>Checks that all that is published can be read: records, results, parts, and the open table.</summary>
    public async Task HoldAsync()
    {
        foreach (var entry in await PublishedAsync())
        {
            Assert.False((await Runs.GetAsync(entry.RunId, default)).IsExpired);
            var result = (await Runs.ResultAsync(entry.RunId, entry.Attempt, default))!;
            Assert.Equal(entry.Rows, result.Parts.Sum(part => part.Rows));
            Assert.NotNull(await memory.StatAsync(LakeKeys.Plan(entry.RunId, entry.Attempt), default));
            Assert.NotNull(await memory.StatAsync(result.Files!.Key, default));
            foreach (var part in result.Parts)
                Assert.NotNull(await memory.StatAsync(part.Key, default));
        }

        if (await Tables.UseAsync(Dataset, DateTimeOffset.MinValue, [], withExpired: true, default) is not { } use)
            return;
        foreach (var file in use.Files.Where(file => file.EndsWith(".avro", StringComparison.Ordinal)))
            Assert.NotNull(await memory.StatAsync(file, default));
    }

    async Task<RunRecord> ContinueAsync(RunRecord run, Func<Task>? around)
    {
        var activities = Activities;
        var context = new DirectContext(run.Id, tries: 1) { Around = around };
        context.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        context.Register(IngestFile.Inspect, activities.Inspect);
        context.Register(IngestFile.Transform, activities.Transform);
        context.Register(IngestFile.Compare, activities.Compare);
        context.Register(IngestFile.Judge, activities.Judge);
        context.Register(IngestFile.Publish, activities.Publish);
        context.Register(IngestFile.Conclude, activities.Conclude);
        await IngestFile.RunAsync(context, new(run.Id, run.Attempt));
        return await Runs.GetAsync(run.Id, default);
    }

    /// <summary>A clock that shows a year later each time, so that every keep time is over.</summary>
    sealed class Clock : TimeProvider
    {
        int _years;

        public override DateTimeOffset GetUtcNow() => Home.Now.AddYears(Interlocked.Increment(ref _years));
    }
}

using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Iceberg;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>A lake in memory in which every object is old, so that only its use protects it.</summary>
/// <param name="lake">The lake as activities see it; null: the memory itself.</param>
/// <param name="locationOf">The absolute URI of a key.</param>
/// <param name="merge">Which files are merged; null: four small ones or more.</param>
/// <param name="keep">How long things stay; null: for less time than passes between two steps.</param>
/// <param name="after">The lake whose time goes on here; null: time begins.</param>
sealed class MaintainedLake(
    MemoryStore memory, MemoryStore landing, IObjectStore? lake = null, Func<string, string>? locationOf = null, MergeSizes? merge = null,
    MaintainedLake? after = null, KeepTimes? keep = null)
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
    readonly Clock _clock = new(after?._clock.Years ?? 0);

    public MemoryStore Memory => memory;

    public RunRecords Runs => new(_lake, _clock);

    public MaintenanceRecords Maintenances => new(_lake, _clock);

    CoreRuns Core => new(new(landing, _lake, "landing"), s_datasets, () => new NoEventPublisher(), Tables, _clock, Parts.Packs);

    IcebergTables Tables => new(_lake, s_datasets, locationOf ?? (key => $"mem://lake/{key}"), pointer: null, _clock);

    CoreActivities Activities => new(Parts);

    CoreParts Parts => IngestParts.Of(landing, _lake, s_datasets, Tables, _clock) with { Merge = merge ?? new(), Keep = keep ?? new() };

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
        context.Register(MaintainLake.Merge, activities.MergeRuns);
        context.Register(MaintainLake.End, activities.EndMaintenance);
        return await MaintainLake.RunAsync(context, (await Maintenances.BeginAsync(default)).Id);
    }

    /// <summary>Keys that a maintenance would delete now, and how it would change the tables.</summary>
    public async Task<IReadOnlyList<Deletion>> DryRunAsync() => await (await DecideAsync()).Deletions(default).ToListAsync();

    public Task<MaintenancePlanner.Draft> DecideAsync() => Activities.Maintenance.DecideAsync(_clock.GetUtcNow(), default);

    public async Task<IReadOnlyList<ManifestEntry>> PublishedAsync() => (await ManifestAsync()).Runs;

    public Task<DatasetManifest> ManifestAsync() => new DatasetManifests(memory).ReadAsync(Dataset, default);

    /// <summary>The rows of a version of the dataset, with their runs and offsets, sorted.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(DatasetVersion? version = null)
    {
        version ??= (await ManifestAsync()).ToVersion();
        var (columns, rows) = (s_datasets.Find(Dataset)!.TableColumns, new List<string>());
        foreach (var key in await new PublishedRuns(memory).PartsAsync(Dataset, version, default))
        {
            await using var source = await memory.OpenAsync((await memory.StatAsync(key, default))!, default);
            var part = (await new ParquetPartReader().OpenAsync(source, columns, default))!;
            using var batch = new ColumnBatch(columns);
            for (var group = 0; group < part.RowGroups.Count; group++)
                await part.AppendAsync(group, batch, default);
            var (ids, days) = ((ValueBuffer<long>)batch.Buffers[0], (ValueBuffer<int>)batch.Buffers[1]);
            var (offsets, runs) = ((ValueBuffer<long>)batch.Buffers[2], (StringBuffer)batch.Buffers[3]);
            rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(row => FormattableString.Invariant(
                $"{Encoding.UTF8.GetString(runs[row])} {ids.Values[row]} {days.Values[row]} {offsets.Values[row]}")));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>Checks that all that is published can be read: records, results, parts, and the open table.</summary>
    public async Task HoldAsync()
    {
        foreach (var entry in await PublishedAsync())
        {
            Assert.False((await Runs.GetAsync(entry.RunId, default)).IsExpired);
            var result = (await Runs.ResultAsync(entry.RunId, entry.Attempt, default))!;
            Assert.Equal(entry.Rows, result.Parts.Sum(part => part.Rows));
            Assert.NotNull(await memory.StatAsync(LakeKeys.Plan(entry.RunId, entry.Attempt), default));
            foreach (var keys in result.Keys ?? [])
                Assert.NotNull(await memory.StatAsync(keys.Key, default));
            if (entry.Pack is not null)
                continue;
            Assert.NotNull(await memory.StatAsync(result.Files!.Key, default));
            foreach (var part in result.Parts)
                Assert.NotNull(await memory.StatAsync(part.Key, default));
        }

        foreach (var pack in (await ManifestAsync()).Packs ?? [])
        {
            var content = await new PublishedRuns(memory).PackAsync(pack, default);
            Assert.Equal(
                (await PublishedAsync()).Where(entry => entry.Pack == pack.Id).Select(entry => (entry.RunId, entry.Attempt)).Order(),
                content.Runs.Select(run => (run.RunId, run.Attempt)).Order());
            Assert.NotNull(await memory.StatAsync(content.Files!.Key, default));
        }

        var verified = await new VerifyLake(new(landing, memory, "landing"), new ParquetPartReader()).RunAsync(null, default);
        Assert.Empty(verified.Findings);
        // Reads all parts.
        Assert.Equal((await PublishedAsync()).Sum(entry => entry.Rows), (await RowsAsync()).Count);
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
    sealed class Clock(int years) : TimeProvider
    {
        int _years = years;

        public int Years => _years;

        public override DateTimeOffset GetUtcNow() => Home.Now.AddYears(Interlocked.Increment(ref _years));
    }
}

using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Golden.Tests.Batches;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Iceberg;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>A dataset over stores in memory, whose rows are erased with the real activities.</summary>
/// <param name="landing">What the activities use; it may fail.</param>
/// <param name="lake">What the activities use; it may fail.</param>
/// <param name="keys">Lines of the contract about keys and batches.</param>
sealed class ForgetWorld(IObjectStore landing, IObjectStore lake, string keys)
{
    public const string Dataset = "visits";

    readonly DatasetCatalog _datasets = new([ContractLoader.Load(
        $$"""
        dataset: visits
        version: 1
        description: Visits.
        source: { prefix: visits/ }
        rejectBudget: { fraction: 0.1, rows: 4 }
        {{keys}}
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: person, type: string, required: true, description: Who came }
          - { name: paid, type: "decimal(10,2)", description: What was paid }
          - { name: city, type: string, known: [Rome], description: Where }
        """,
        "visits.yaml").Contract!]);

    readonly FixedTime _time = new(Home.Now);

    public RunRecords Records => new(lake, _time);

    public ForgetRecords Forgets => new(lake, _time);

    /// <summary>Lets time pass.</summary>
    public void Wait(TimeSpan time) => _time.Now += time;

    public CoreRuns Runs => new(Parts.Stores, _datasets, () => new NoEventPublisher(), Tables, _time, Parts.Packs);

    public ForgetPlanner Planner => new CoreActivities(Parts).Forget;

    IcebergTables Tables => new(lake, _datasets, key => $"mem://lake/{key}", pointer: null, _time);

    CoreParts Parts
    {
        get
        {
            var parts = IngestParts.Of(landing, lake, _datasets, Tables, _time);
            return parts with
            {
                // So that a value shows in the bytes of a file.
                Settings = parts.Settings with { Codec = PartCodec.Uncompressed },
                Merge = new() { Fewer = 2 },
            };
        }
    }

    /// <summary>Ingests the newest versions of some files, together where the contract allows that.</summary>
    public async Task<IReadOnlyList<RunRecord>> IngestAsync(params string[] keys)
    {
        var begun = new List<RunRecord>();
        foreach (var key in keys)
        {
            var stat = (await landing.StatAsync(key, default))!;
            begun.Add((await Runs.Starts.ForAsync(_datasets.Find(Dataset)!, "landing", stat, default)).Record);
        }

        return await IngestAsync(begun);
    }

    public async Task<RunRecord> CorrectAsync(string run, string csv)
    {
        var original = await Runs.Corrections.OriginalAsync(run, default);
        var start = await Runs.Corrections.StartAsync(original, "landing", Encoding.UTF8.GetBytes(csv), default);
        return (await IngestAsync([start.Record]))[0];
    }

    public Task RetireAsync(string run) => Runs.Retirement.RetireAsync(run, default);

    public async Task MaintainAsync()
    {
        var activities = new CoreActivities(Parts);
        var context = new DirectContext("maintain", tries: 1);
        context.Register(MaintainLake.Plan, activities.PlanMaintenance);
        context.Register(MaintainLake.Table, activities.ExpireTable);
        context.Register(MaintainLake.Delete, activities.DeleteExpired);
        context.Register(MaintainLake.Merge, activities.MergeRuns);
        context.Register(MaintainLake.End, activities.EndMaintenance);
        await MaintainLake.RunAsync(context, (await new MaintenanceRecords(lake, _time).BeginAsync(default)).Id);
    }

    /// <summary>Erases as a host does. Called again after a crash, it goes on.</summary>
    public Task<ForgetRows.Result> ForgetAsync(params string[] people) => ForgetAsync(new ForgetRequest(Dataset, "person", people));

    public async Task<ForgetRows.Result> ForgetAsync(ForgetRequest request)
    {
        await RecoverAsync();
        var id = (await Forgets.BeginAsync(request, default)).Id;
        while (true)
        {
            var erased = await ForgetRows.RunAsync(ForgetContext(), id);
            if (erased.Problem is not null)
                return (await Forgets.GetAsync(id, default)).Result!;
            var begun = new List<RunRecord>();
            foreach (var run in erased.Runs)
                begun.Add(await Records.GetAsync(run, default));
            if (begun.All(run => run.Status != RunStatus.Running))
                return await ForgetRows.PurgeAsync(ForgetContext(), id);
            await IngestAsync([.. begun.Where(run => run.Status == RunStatus.Running)]);
        }
    }

    /// <summary>Ends interrupted attempts.</summary>
    public async Task RecoverAsync()
    {
        var started = new StartedRuns();
        await Runs.Recovery(started).ResumeAsync(default);
        var left = new List<RunRecord>();
        foreach (var run in started.Take())
            left.Add(await Records.GetAsync(run, default));
        await IngestAsync(left);
    }

    /// <summary>The published rows with the keys of their files and their offsets, and what the ledgers say of these files.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var manifest = await new DatasetManifests(lake).ReadAsync(Dataset, default);
        var (columns, rows) = (_datasets.Find(Dataset)!.TableColumns, new List<string>());
        var sources = (await new DatasetManifests(lake).ReadAllAsync(Dataset, default)).Runs
            .ToDictionary(run => run.RunId, run => run.SourceKey);
        foreach (var key in await new PublishedRuns(lake).PartsAsync(Dataset, manifest.ToVersion(), default))
        {
            await using var source = await lake.OpenAsync((await lake.StatAsync(key, default))!, default);
            var part = (await new ParquetPartReader().OpenAsync(source, columns, default))!;
            using var batch = new ColumnBatch(columns);
            for (var group = 0; group < part.RowGroups.Count; group++)
                await part.AppendAsync(group, batch, default);
            for (var row = 0; row < batch.RowCount; row++)
            {
                var texts = columns.Select((_, column) => batch.Buffers[column] switch
                {
                    StringBuffer text => Encoding.UTF8.GetString(text[row]),
                    ValueBuffer<long> numbers => FormattableString.Invariant($"{numbers.Values[row]}"),
                    _ => "?",
                });
                var line = string.Join(' ', texts);
                rows.Add(sources.Aggregate(line, (text, run) => text.Replace(run.Key, run.Value, StringComparison.Ordinal)));
            }
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    async Task<IReadOnlyList<RunRecord>> IngestAsync(IReadOnlyList<RunRecord> runs)
    {
        foreach (var group in Runs.Batches.GroupsOf(runs))
        {
            if (group.Count == 1)
            {
                await IngestFile.RunAsync(IngestContext(group[0].Id), new(group[0].Id, group[0].Attempt));
                continue;
            }

            var batch = await Runs.Batches.AddAsync(group, default);
            var ended = await IngestBatch.RunAsync(IngestContext(batch.Batch), batch);
            foreach (var alone in ended.Alone)
                await IngestFile.RunAsync(IngestContext(alone.RunId), new(alone.RunId, alone.Attempt));
        }

        var all = new List<RunRecord>();
        foreach (var run in runs)
            all.Add(await Records.GetAsync(run.Id, default));
        return all;
    }

    DirectContext ForgetContext()
    {
        var activities = new CoreActivities(Parts);
        var context = new DirectContext("forget", tries: 1);
        context.Register(ForgetRows.Plan, activities.PlanForget);
        context.Register(ForgetRows.Source, activities.EraseSource);
        context.Register(ForgetRows.Close, activities.CloseForgotten);
        context.Register(ForgetRows.Delete, activities.DeleteForgotten);
        context.Register(ForgetRows.End, activities.EndForget);
        return context;
    }

    DirectContext IngestContext(string instance)
    {
        var activities = new CoreActivities(Parts);
        var context = new DirectContext(instance, tries: 1);
        context.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        context.Register(IngestFile.Inspect, activities.Inspect);
        context.Register(IngestFile.Transform, activities.Transform);
        context.Register(IngestFile.Compare, activities.Compare);
        context.Register(IngestFile.Judge, activities.Judge);
        context.Register(IngestFile.Publish, activities.Publish);
        context.Register(IngestFile.Conclude, activities.Conclude);
        context.Register(IngestBatch.Transform, activities.TransformBatch);
        context.Register(IngestBatch.Publish, activities.PublishBatch);
        context.Register(IngestBatch.Conclude, activities.ConcludeBatch);
        return context;
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

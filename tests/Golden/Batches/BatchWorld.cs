using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>One dataset over stores in memory, whose files are ingested together or one by one with the real activities.</summary>
/// <param name="lake">What the activities use; it may fail.</param>
sealed class BatchWorld(VersionedLanding landing, IObjectStore lake)
{
    /// <summary>Few rejects are allowed, so that some files fail.</summary>
    public static readonly DatasetContract Contract = Contracts.DuffOrders with { RejectBudget = new(0.3, 1), Batch = BatchRule.Usual };

    static readonly DatasetCatalog s_datasets = new([Contract]);
    static readonly FixedTime s_time = new(Home.Now);

    readonly CoreParts _parts = IngestParts.Of(landing, lake, s_datasets, new NoOpenTables(), s_time);

    CoreActivities? _all;
    CoreRuns? _runs;
    int _years = 1;

    CoreActivities Activities => _all ??= new(_parts);

    public CoreRuns Runs => _runs ??= new(
        _parts.Stores, s_datasets, () => new NoEventPublisher(), new NoOpenTables(), s_time, _parts.Packs);

    /// <summary>Awaited before and after each activity of a batch.</summary>
    public Func<Task>? Around { get; set; }

    /// <summary>Runs that an operation or recovery started, to be ingested next.</summary>
    public StartedRuns Started { get; } = new();

    /// <summary>Begins a run per file; of several versions of a key the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> BeginAsync(IEnumerable<ObjectStat> files)
    {
        var begun = new List<RunRecord>();
        foreach (var file in files.OrderBy(file => file.Key, StringComparer.Ordinal).ThenByDescending(file => file.LastModified))
            begun.Add((await Runs.Starts.ForAsync(Contract, "landing", file, default)).Record);
        return begun;
    }

    /// <summary>Begins the runs of different files together.</summary>
    public async Task<IReadOnlyList<RunRecord>> BeginTogetherAsync(IEnumerable<ObjectStat> files) =>
        [.. (await Runs.Starts.ForAllAsync([.. files.Select(file => new WantedRun(Contract, file))], "landing", default))
            .Select(start => start!.Record)];

    public async Task OneByOneAsync(IEnumerable<RunRecord> runs)
    {
        foreach (var run in runs)
            await IngestFile.RunAsync(Context(run.Id, null), new(run.Id, run.Attempt));
    }

    public async Task TogetherAsync(IEnumerable<RunRecord> runs)
    {
        foreach (var group in Runs.Batches.GroupsOf(runs))
        {
            if (group.Count == 1)
            {
                await OneByOneAsync(group);
                continue;
            }

            var batch = await Runs.Batches.AddAsync(group, default);
            var ended = await IngestBatch.RunAsync(Context(batch.Batch, Around), batch);
            foreach (var alone in ended.Alone)
                await OneByOneAsync([await Runs.Records.GetAsync(alone.RunId, default)]);
        }
    }

    /// <summary>Finishes all work that a crash or an operation left.</summary>
    public async Task RecoverAsync()
    {
        await Runs.Recovery(Started).ResumeAsync(default);
        var left = new List<RunRecord>();
        foreach (var run in Started.Take())
            left.Add(await Runs.Records.GetAsync(run, default));
        await TogetherAsync(left);
    }

    /// <summary>Deletes what is not needed, when every keep time is over.</summary>
    public async Task MaintainAsync()
    {
        var later = new FixedTime(Home.Now.AddYears(_years++));
        var activities = new CoreActivities(_parts with { Time = later });
        var context = new DirectContext("maintain", tries: 1);
        context.Register(MaintainLake.Plan, activities.PlanMaintenance);
        context.Register(MaintainLake.Table, activities.ExpireTable);
        context.Register(MaintainLake.Delete, activities.DeleteExpired);
        context.Register(MaintainLake.End, activities.EndMaintenance);
        await MaintainLake.RunAsync(context, (await new MaintenanceRecords(lake, later).BeginAsync(default)).Id);
    }

    /// <summary>Every run that is published has a receipt, and the lake is what the receipts say.</summary>
    public async Task VerifyAsync()
    {
        var verified = await new VerifyLake(new(landing, lake, "landing"), new ParquetPartReader()).RunAsync(null, default);
        Assert.Empty(verified.Findings);
        Assert.Equal(0, verified.WithoutReceipt);
    }

    DirectContext Context(string instance, Func<Task>? around)
    {
        var context = new DirectContext(instance, 3) { Around = around };
        context.Register(IngestFile.Name, IngestFile.RunAsync);
        context.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        context.Register(IngestFile.Inspect, Activities.Inspect);
        context.Register(IngestFile.Transform, Activities.Transform);
        context.Register(IngestFile.Compare, Activities.Compare);
        context.Register(IngestFile.Judge, Activities.Judge);
        context.Register(IngestFile.Publish, Activities.Publish);
        context.Register(IngestFile.Conclude, Activities.Conclude);
        context.Register(IngestBatch.Transform, Activities.TransformBatch);
        context.Register(IngestBatch.Publish, Activities.PublishBatch);
        context.Register(IngestBatch.Conclude, Activities.ConcludeBatch);
        return context;
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>Collects the runs to start; nothing is ever under way.</summary>
sealed class StartedRuns : IRunOrchestrator
{
    readonly List<string> _runs = [];

    public IReadOnlyList<string> Take()
    {
        string[] runs = [.. _runs.Distinct()];
        _runs.Clear();
        return runs;
    }

    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        _runs.Add(run);
        return Task.CompletedTask;
    }

    public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) => StartAsync(run, attempt, cancellationToken);
}

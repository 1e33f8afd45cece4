using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Views;
using DuffBeer.Core.Tests.Models;

namespace DuffBeer.Core.Tests.Runs.Published;

/// <summary>What the store is asked for one run or one plan does not grow with the runs that are published.</summary>
public sealed class ManifestCallsTests
{
    const string Dataset = "orders";

    static readonly DateTimeOffset s_start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    static readonly ModelDefinitions s_definitions = new(
        ModelGraph.Of([Samples.Model("stg_orders", "{{ source('orders') }}")], [Dataset]),
        [],
        new([]),
        new Dictionary<string, DatasetContract>
        {
            [Dataset] = new()
            {
                Name = Dataset, Version = 1, Source = new("orders/"), Columns = [new() { Name = "id", Type = LogicalType.Int64 }],
            },
        });

    [Fact]
    public async Task Ten_times_the_runs_take_the_same_calls()
    {
        var (few, many) = (await CallsAsync(1_000), await CallsAsync(10_000));

        Assert.Equal(few.Keys, many.Keys);
        // Three changes are in one to three segments, and the plan reads them before and after.
        Assert.All(few, work => Assert.InRange(many[work.Key] - work.Value, -8, 8));
        // A read is two calls, a look and a read: of the manifest and of one segment. Two writes follow.
        Assert.InRange(many["publish"], 1, 8);
        Assert.InRange(many["plan"], 1, 20);
    }

    [Fact]
    public async Task Documents_that_are_written_for_one_run_stay_small()
    {
        var lake = await LakeAsync(10_000);
        var before = lake.Keys.ToHashSet();

        await PublishAsync(lake, "new");

        var segment = Assert.Single(lake.Keys, key => !before.Contains(key));
        Assert.InRange(lake[segment].Length, 1, 256 * 500);
        Assert.InRange(lake[LakeKeys.Dataset(Dataset)].Length, 1, 100 * 400);
    }

    static async Task<IReadOnlyDictionary<string, int>> CallsAsync(int runs)
    {
        var lake = await LakeAsync(runs);
        var calls = new SortedDictionary<string, int>();
        var (snapshots, planner) = (new Snapshots(lake), RefreshPlanner.Of(lake, TimeProvider.System, s_definitions));
        var decision = await planner.DecideAsync("20260201T000000000Z", RefreshRequest.Changes, default);
        await snapshots.ShowAsync(
            new("20260201T000000000Z", s_start, new Dictionary<string, DateOnly>(), decision.Plan.Settings,
                new Dictionary<string, ModelVersion>(), decision.Plan.Datasets),
            null, default);

        await CountAsync("publish", again => PublishAsync(again, "new"));
        await CountAsync("replace", again => PublishAsync(again, "newer", "7.csv"));
        await CountAsync("retire", again => Writer(again).UpdateAsync(
            Dataset, "8.csv", "retire", set => set.Without(new("r8", 1, s_start, "8.csv")), default));
        await CountAsync("plan", again => new PlanReader(
            again, RefreshPlanner.Of(again, TimeProvider.System, s_definitions), () => new FreeEngine(),
            () => PriceTable.Free, s_definitions).ReadAsync(RefreshRequest.Changes, default));
        await CountAsync("visibility", async again =>
            Assert.NotNull(await new RunVisibility(again).SinceAsync(RecordOf("r9", "9.csv"), default)));
        await CountAsync("latest", async again => Assert.Equal(
            "new", (await new DatasetManifests(again).LatestAsync(Dataset, run => run.Rows > 0, default))?.RunId));
        return calls;

        async Task CountAsync(string work, Func<LakeInMemory, Task> run)
        {
            lake = new(lake);
            await run(lake);
            calls[work] = lake.Calls;
        }
    }

    /// <summary>A lake with so many runs that were all published in one write.</summary>
    static async Task<LakeInMemory> LakeAsync(int runs)
    {
        var lake = new LakeInMemory();
        var all = new RunSet([.. Enumerable.Range(0, runs).Select(number => EntryOf($"r{number}", $"{number}.csv", number))]);
        await Writer(lake).UpdateAsync(Dataset, sourceKeys: null, "begin", _ => all, default);
        return lake;
    }

    static Task<RunSet> PublishAsync(LakeInMemory lake, string run, string? key = null) => Writer(lake).UpdateAsync(
        Dataset, key ?? $"{run}.csv", "publish", set => set.With(EntryOf(run, key ?? $"{run}.csv", 1_000_000), Reupload.Replace), default);

    static DatasetManifests Writer(LakeInMemory lake) => new(lake);

    static ManifestEntry EntryOf(string run, string key, int minutes)
    {
        var time = s_start.AddMinutes(minutes);
        Part part = new(LakeKeys.Part(Dataset, "day=2026-01-05", new(run, 1, 0, 0), ".parquet"), "day=2026-01-05", 100, 4_000);
        return new ManifestEntry(run, 1, key, "v1", time, new(2026, 1, 5), 100, 1, s_start).With([part]);
    }

    static RunRecord RecordOf(string run, string key) => new()
    {
        Id = run,
        Dataset = Dataset,
        ContractVersion = 1,
        Source = new(key, "v1", "e", 1, s_start),
        Attempt = 1,
        Status = RunStatus.Completed,
        Stage = RunStage.Done,
        ProcessingDate = new(2026, 1, 5),
        Created = s_start,
        Updated = s_start,
        Published = true,
    };

    /// <summary>Says what a statement costs, and takes none.</summary>
    sealed class FreeEngine : IQueryEngine
    {
        public ISqlDialect Dialect => throw new NotSupportedException();

        public Task<QueryResult> QueryAsync(Statement statement, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(Statement statement, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Materialized> MaterializeAsync(
            Statement statement, IReadOnlyList<TableColumn> columns, string prefix, IReadOnlyList<string> partitionBy,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

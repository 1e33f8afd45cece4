using System.Net;
using DuffBeer.Aws.S3;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Aws.Tests.Growth;

/// <summary>A lake after a year with many runs, in folders or in buckets of a fake, and the number of calls that an action takes.</summary>
sealed class GrownLake : IAsyncDisposable
{
    const string Landing = "duffbeer-landing";

    /// <summary>Fewer than failed within the shortest history.</summary>
    const int FewRuns = 10;

    static readonly LoadedDefinitions s_definitions = new(DomainDefinitions.Duff);

    readonly TemporaryFolder _folder = new();
    readonly FakeAwsFixture? _fake;
    readonly CountingStore _landing;
    readonly CountingStore _lake;
    readonly CoreRuns _core;

    GrownLake(FakeAwsFixture? fake)
    {
        _fake = fake;
        Home = new(_folder["home"]);
        Home.Create();
        _landing = new(fake is null ? new LandingStore(Home.Landing, _folder["links"]) : StoreOf(fake, Landing));
        _lake = new(fake is null ? new FolderObjectStore(Home.Lake) : StoreOf(fake, FakeAwsFixture.Bucket));
        _core = new(
            new(_landing, _lake, Landing), s_definitions.Datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System);
    }

    HomeDirectory Home { get; }

    static DatasetContract Contract => s_definitions.Datasets.Find("duff_orders")!;

    RunRecords Runs => _core.Records;

    public static async Task<GrownLake> WithAsync(int runs, bool onS3)
    {
        var lake = new GrownLake(onS3 ? await FakeAwsFixture.StartAsync() : null);
        for (var number = 0; number < runs; number++)
            lake.Put(Landing, SimulatedHistory.SourceKey(Contract, number), "x"u8.ToArray());
        var history = new SimulatedHistory((key, content) => lake.Put(FakeAwsFixture.Bucket, key, content), DateTimeOffset.UtcNow);
        await history.WriteRunsAsync(
            lake._lake, Contract, Landing, await lake._landing.ListAsync(Contract.Source.Prefix, default).ToListAsync());
        history.WriteRefreshes(runs / 5);
        return lake;
    }

    /// <summary>Every list and start whose calls must not follow the number of runs.</summary>
    public IEnumerable<(string Name, Func<Task> Act)> Actions()
    {
        yield return ("runs", () => PageAsync(new()));
        foreach (var status in Enum.GetValues<RunStatus>())
            yield return ($"runs {status}", () => PageAsync(new(status)));
        yield return ("runs of the dataset", () => PageAsync(new() { Dataset = Contract.Name }));
        yield return ("failed runs of the dataset", () => PageAsync(new(RunStatus.Failed) { Dataset = Contract.Name }));
        yield return ("snapshots", SnapshotsAsync);
        yield return ("refreshes", async () => Assert.Equal(20, (await Refreshes.PageAsync(null, null, 20, default)).Refreshes.Count));
        yield return ("latest refresh", async () => Assert.NotNull(await Refreshes.LatestAsync(default)));
        yield return ("unwanted objects", () => UnwantedObjects.ReadAsync(_landing, s_definitions.Datasets, default));
        yield return ("reconcile", ReconcileAsync);
        if (_fake is not null)
        {
            yield return ("status", StatusAsync);
            yield return ("server", ServeAsync);
        }

        yield return ("webhook", NoticeAsync);
    }

    public async Task<int> CallsOfAsync(Func<Task> act)
    {
        var before = Calls;
        await act();
        return Calls - before;
    }

    public async ValueTask DisposeAsync()
    {
        if (_fake is not null)
            await _fake.DisposeAsync();
        _folder.Dispose();
    }

    int Calls => _fake is null ? _landing.Calls + _lake.Calls : _fake.Server.Calls.Count;

    RefreshRecords Refreshes => new(_lake);

    async Task PageAsync(RunQuery query)
    {
        var page = await Runs.PageAsync(query with { Limit = FewRuns }, default);
        Assert.Equal(query.Status is RunStatus.Running or RunStatus.Suspended ? 0 : FewRuns, page.Runs.Count);
    }

    async Task SnapshotsAsync()
    {
        var snapshots = new Snapshots(_lake);
        var ids = await snapshots.IdsAsync(default).Take(20).ToListAsync();
        Assert.Equal(20, ids.Count);
        foreach (var id in ids)
            Assert.NotNull(await snapshots.FindAsync(id, default));
    }

    async Task NoticeAsync()
    {
        var key = $"{Contract.Source.Prefix}new.csv";
        Put(Landing, key, "x"u8.ToArray());
        var receipt = await _core.Intake(new CollectedRuns()).NoticeAsync(new(Landing, key), default);
        Assert.Equal(ReceiptKind.Started, receipt.Kind);
    }

    /// <summary>Nothing is to be done: each object has a run.</summary>
    async Task ReconcileAsync()
    {
        var recovered = await _core.Recovery(new CollectedRuns()).RecoverAsync(default);
        Assert.Empty(recovered.Started);
        Assert.NotEmpty(recovered.Failed);
    }

    async Task StatusAsync()
    {
        using var runtime = Open();
        var status = await HomeStatus.ReadAsync(Home, runtime, s_definitions, default);
        Assert.Contains(status.Datasets, dataset => dataset.Sources > 0);
    }

    async Task ServeAsync()
    {
        using var runtime = Open();
        await using var server = new ApiServer(
            Home, runtime, TimeProvider.System, new(IPAddress.Loopback, 0, []), new(), _ => { });
        await server.BeginAsync(default);
    }

    EmbeddedRuntime Open() => new(
        Home, s_definitions, new(), TimeProvider.System,
        new(_fake!.Options, new() { Bucket = Landing }, new() { Bucket = FakeAwsFixture.Bucket }));

    void Put(string bucket, string key, byte[] content)
    {
        if (_fake is not null)
        {
            _fake.Server.Buckets[bucket].Put(key, content);
            return;
        }

        var path = bucket == Landing ? Path.Combine(Home.Landing, key) : new FolderObjectStore(Home.Lake).PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    static S3ObjectStore StoreOf(FakeAwsFixture fake, string bucket) => fake.Store(options => options with { Bucket = bucket });
}

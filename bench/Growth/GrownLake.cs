using System.Net;
using DuffBeer.Bench.Measuring;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;
using DuffBeer.FakeAws;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Bench.Growth;

/// <summary>A lake after a year with many runs, in folders or in buckets of the tests' fake of S3.</summary>
sealed class GrownLake : IAsyncDisposable
{
    const string Landing = "duffbeer-landing";
    const string Lake = "duffbeer-lake";

    static readonly LoadedDefinitions s_definitions = new(DefinitionFolder.Default);

    readonly WorkFolder _folder = new();
    readonly HomeDirectory _home;
    readonly FakeAwsServer? _fake;
    int _noticed;

    GrownLake(FakeAwsServer? fake)
    {
        _fake = fake;
        _home = new(_folder.Of("home"));
        _home.Create();
    }

    static DatasetContract Contract => s_definitions.Datasets.Find("duff_orders")!;

    /// <summary>Requests that the fake has received, and bytes that it has sent.</summary>
    public (int Requests, long Bytes) Spent => _fake is null ? default : (_fake.Calls.Count, _fake.BytesSent);

    public static async Task<GrownLake> WithAsync(int runs, bool onS3)
    {
        var lake = new GrownLake(onS3 ? await FakeAwsServer.StartAsync(new()) : null);
        for (var number = 0; number < runs; number++)
            lake.Put(Landing, SimulatedHistory.SourceKey(Contract, number), "x"u8.ToArray());
        using var runtime = lake.Open();
        var history = new SimulatedHistory((key, content) => lake.Put(Lake, key, content), DateTimeOffset.UtcNow);
        var sources = await runtime.Landing.ListAsync(Contract.Source.Prefix, default).ToListAsync();
        await history.WriteRunsAsync(runtime.Lake, Contract, runtime.Stores.Bucket, sources);
        history.WriteRefreshes(Math.Max(20, runs / 10));
        return lake;
    }

    /// <summary>What people and machines do, each with everything newly opened as by a new process.</summary>
    public IReadOnlyList<(string Name, Func<Task> Act)> Actions =>
    [
        ("`runs`", () => WithAsync(runtime => runtime.Runs.PageAsync(new(), default))),
        ("`runs --status Failed`", () => WithAsync(runtime => runtime.Runs.PageAsync(new(RunStatus.Failed), default))),
        ("`snapshots`", () => WithAsync(SnapshotsAsync)),
        ("`status`", () => WithAsync(StatusAsync)),
        ("server, until it answers", () => WithAsync(ServeAsync)),
        ("reconcile, nothing to do", () => WithAsync(ReconcileAsync)),
        ("plan of a refresh", () => WithAsync(PlanAsync)),
        // The last one, because it leaves runs under way.
        ("event of a new object", () => WithAsync(NoticeAsync)),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_fake is not null)
            await _fake.DisposeAsync();
        _folder.Dispose();
    }

    async Task WithAsync(Func<EmbeddedRuntime, Task> act)
    {
        using var runtime = Open();
        await act(runtime);
    }

    static async Task SnapshotsAsync(EmbeddedRuntime runtime)
    {
        await foreach (var id in runtime.Snapshots.IdsAsync(default).Take(20))
            await runtime.Snapshots.FindAsync(id, default);
    }

    async Task StatusAsync(EmbeddedRuntime runtime)
    {
        await HomeStatus.ReadAsync(_home, runtime, s_definitions, default);
        await UnwantedObjects.ReadAsync(runtime.Landing, s_definitions.Datasets, default);
    }

    async Task ServeAsync(EmbeddedRuntime runtime)
    {
        await using var server = new ApiServer(
            _home, runtime, TimeProvider.System, new(IPAddress.Loopback, 0, []), new(), _ => { });
        await server.BeginAsync(default);
        using var http = new HttpClient();
        (await http.GetAsync(new Uri($"{server.Address}/api/health/live"))).EnsureSuccessStatusCode();
    }

    async Task NoticeAsync(EmbeddedRuntime runtime)
    {
        var key = $"{Contract.Source.Prefix}new-{++_noticed}.csv";
        Put(Landing, key, "x"u8.ToArray());
        var receipt = await runtime.Core.Intake(new CollectedRuns()).NoticeAsync(new(runtime.Stores.Bucket, key), default);
        if (receipt.Kind != ReceiptKind.Started)
            throw new InvalidOperationException($"The event was not taken: {receipt.Reason}");
    }

    /// <summary>Without tables for other engines: the simulated runs have no files that they could list.</summary>
    static async Task ReconcileAsync(EmbeddedRuntime runtime)
    {
        var core = new CoreRuns(
            runtime.Stores, s_definitions.Datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System);
        var recovered = await core.Recovery(new CollectedRuns()).RecoverAsync(default);
        if (recovered.Started.Count + recovered.Again.Count > 0)
            throw new InvalidOperationException("Reconcile started runs that exist.");
    }

    static Task PlanAsync(EmbeddedRuntime runtime) =>
        RefreshPlanner.Of(runtime.Lake, TimeProvider.System, s_definitions.Models)
            .DecideAsync(TimeId.Of(DateTimeOffset.UtcNow), new([], new Dictionary<string, string>()), default);

    EmbeddedRuntime Open() => new(
        _home, s_definitions, new(), TimeProvider.System,
        _fake is null ? null : new(OptionsOf(_fake), new() { Bucket = Landing }, new() { Bucket = Lake }));

    static Aws.AwsOptions OptionsOf(FakeAwsServer fake) => new()
    {
        Endpoint = fake.Endpoint.ToString(),
        Region = fake.Settings.Region,
        AccessKey = fake.Settings.AccessKey,
        SecretKey = fake.Settings.SecretKey,
    };

    void Put(string bucket, string key, byte[] content)
    {
        if (_fake is not null)
        {
            _fake.Buckets[bucket].Put(key, content);
            return;
        }

        var path = bucket == Landing ? Path.Combine(_home.Landing, key) : new FolderObjectStore(_home.Lake).PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}

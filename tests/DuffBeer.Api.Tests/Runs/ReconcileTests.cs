using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Api.Tests.Runs;

public sealed class ReconcileTests : IDisposable
{
    const string Key = "duff/orders/orders.csv";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_its_input_failed_is_tried_again_only_on_request()
    {
        await using var server = await Server.StartAsync();
        var run = (await server.IngestAsync(Key, "no,such,header\n1,2,3\n")).GetProperty("id").GetString()!;

        var usual = (await server.PostAsync("/api/reconcile")).Json;
        Assert.Empty(Ids(usual, "again"));
        Assert.Equal([run], Ids(usual, "failed"));
        var all = (await server.PostAsync("/api/reconcile?failed=true")).Json;
        Assert.Equal([run], Ids(all, "again"));
        Assert.Empty(Ids(all, "failed"));

        var ended = await server.UntilAsync($"/api/runs/{run}", detail => detail.GetProperty("attempt").GetInt32() == 2
            && detail.GetProperty("runtimeStatus").GetString() == "Failed");
        Assert.Equal("HeaderMismatch", ended.GetProperty("problem").GetProperty("code").GetString());
        (await server.PostAsync("/api/reconcile?failed=perhaps")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_run_that_an_outage_failed_several_times_waits_for_its_next_try()
    {
        await using var server = await Server.StartAsync();
        var run = (await server.IngestAsync(Key, "no,such,header\n1,2,3\n")).GetProperty("id").GetString()!;
        var key = LakeKeys.Run(run);
        var record = (await server.Lake.ReadAsync(key, RunJson.Default.RunRecord, default))!.Value;
        var away = record with { Problem = new(ProblemCode.StoreUnavailable, "away"), Outages = 3, Marks = record.Marks + 1 };
        await server.Runtime.Runs.Index.MarkAsync(away, default);
        await server.Lake.WriteAsync(key, away, RunJson.Default.RunRecord, WriteCondition.None, default);
        await server.Runtime.Runs.Index.UnmarkAsync(record, default);

        var usual = (await server.PostAsync("/api/reconcile")).Json;
        Assert.Empty(Ids(usual, "again"));
        Assert.Equal([run], Ids(usual, "waiting"));
        Assert.Equal([run], Ids((await server.PostAsync("/api/reconcile?failed=true")).Json, "again"));
    }

    [Fact]
    public async Task Queued_events_stay_queued_while_trouble_of_ours_keeps_their_runs_from_starting()
    {
        await using var server = await Server.StartAsync();
        server.Put(Key, Csv.Header + Csv.Rows(1));
        var core = server.Runtime.Core;
        await core.Pending.AddAsync([new ObjectNotice("landing", Key), new("landing", "duff/orders/../x.csv")], default);
        var refused = new Refusing(server.Runtime.Landing, new TerminalException(ProblemCode.StoreUnavailable, "access denied"));
        var stores = new Stores(refused, server.Lake, "landing");
        var denied = new DuffBeer.Core.Composition.CoreRuns(
            stores, server.Runtime.Definitions.Datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System);

        Assert.Empty(await denied.Recovery(server.Host.Runs).TakePendingAsync(default));
        Assert.Single(await core.Pending.ListAsync(default).ToListAsync());

        Assert.Single(await core.Recovery(server.Host.Runs).TakePendingAsync(default));
        Assert.Empty(await core.Pending.ListAsync(default).ToListAsync());
    }

    /// <summary>The lake is lost: reconcile and a refresh rebuild it from landing, and every figure is as before.</summary>
    [Fact]
    public async Task Everything_is_rebuilt_from_landing_alone()
    {
        var clock = new FixedClock(new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero));
        string[] before;
        await using (var server = await Server.StartAsync(home: _folder.Path, time: clock, chunkBytes: 4_096))
        {
            await server.IngestAsync("duff/orders/2026-10.csv", Csv.Header + Csv.Rows(200) + Csv.Row(201, price: "x"));
            await server.IngestAsync("duff/orders/2026-11.csv", Csv.Header + Csv.Row(7) + Csv.Row(300));
            await server.IngestAsync("duff/orders/broken.csv", "no,such,header\n1,2,3\n");
            await server.RefreshAsync();
            before = await FiguresAsync(server);
        }

        Assert.True(before.Length > 8, $"{before.Length}");
        foreach (var folder in Directory.GetDirectories(_folder.Path).Where(path => Path.GetFileName(path) != "landing"))
            Directory.Delete(folder, recursive: true);

        await using var restored = await Server.StartAsync(home: _folder.Path, time: clock, chunkBytes: 4_096);
        Assert.Equal(3, Ids((await restored.PostAsync("/api/reconcile")).Json, "started").Count);
        while (restored.Host.Runs.Count > 0)
            await Task.Delay(50);
        await restored.RefreshAsync();

        Assert.Equal(before, await FiguresAsync(restored));
    }

    /// <summary>Every run, dataset and report, without what names a snapshot or says when something was done.</summary>
    static async Task<string[]> FiguresAsync(Server server)
    {
        var figures = new List<string>();
        foreach (var run in (await server.GetAsync("/api/runs")).Json.GetProperty("runs").EnumerateArray())
            figures.Add($"{Text(run, "id")} {Text(run, "runtimeStatus")} {Text(run, "ledger")} {Text(run, "problem")}");
        foreach (var report in (await server.GetAsync("/api/reports")).Json.GetProperty("reports").EnumerateArray())
        {
            var name = report.GetProperty("name").GetString();
            var answer = await server.GetAsync($"/api/reports/{name}?limit=1000");
            if (answer.Status == HttpStatusCode.OK)
                figures.Add($"{name} {Text(answer.Json, "rows")}");
        }

        return [.. figures.Order(StringComparer.Ordinal)];
    }

    static string Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetRawText() : "";

    static List<string> Ids(JsonElement from, string name) =>
        [.. from.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    sealed class Refusing(IObjectStore store, Exception failure) : IObjectStore
    {
        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
            key == Key ? Task.FromException<ObjectStat?>(failure) : store.StatAsync(key, cancellationToken);

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            store.OpenAsync(stat, cancellationToken);

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            store.CreateAsync(key, condition, cancellationToken);

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            store.ListAsync(keys, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
    }
}

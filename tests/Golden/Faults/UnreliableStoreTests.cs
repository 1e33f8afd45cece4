using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Faults;

/// <summary>Ingest over a store with occasional failures: counts and ledger are exact, or nothing is published.</summary>
public sealed class UnreliableStoreTests : IDisposable
{
    const string Key = "duff/orders/orders.csv";
    const int Rows = 60;
    const int Bad = 7;
    const int Patient = 10_000;

    static readonly string s_content = Csv.Header + Csv.Rows(Rows) + string.Concat(Enumerable.Range(1, Bad).Select(_ => "1001,x\n"));

    readonly TemporaryFolder _folder = new();

    public static TheoryData<int, double> Forecasts()
    {
        var data = new TheoryData<int, double>();
        foreach (var share in new[] { 0.01, 0.05, 0.2 })
        {
            for (var seed = 0; seed < Law.Of(8); seed++)
                data.Add(seed, share);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forecasts))]
    public async Task Retries_neither_lose_nor_duplicate_a_row(int seed, double share)
    {
        var weather = new Weather(seed, share);
        var (steps, lake) = Open(weather);
        var run = await BeginAsync(steps, s_content);
        var ended = await steps.RunAsync(run, Patient);

        Assert.True(weather.Strikes > 0 || share < 0.05);
        Assert.Null(ended.Problem);
        await PublishedExactlyAsync(lake, steps, run, Rows, Bad);
    }

    [Theory]
    [MemberData(nameof(Forecasts))]
    public async Task A_run_that_runs_out_of_tries_publishes_nothing_partial_and_another_start_finishes_it(int seed, double share)
    {
        var (steps, lake) = Open(new Weather(seed, share));
        var run = await BeginAsync(steps, s_content);
        var problem = await EndAsync(steps, run);

        if (problem is null)
        {
            await PublishedExactlyAsync(lake, steps, run, Rows, Bad);
        }
        else
        {
            Assert.Equal(ProblemCode.StoreUnavailable, problem);
            var published = await ManifestAsync(lake);
            Assert.True(published.Count == 0 || published.Single().Rows == Rows);
        }

        var (calm, _) = Open(Weather.Calm);
        var again = await BeginAsync(calm, s_content);
        if ((await calm.Records.GetAsync(again.RunId, default)).Status == RunStatus.Running)
            Assert.Null((await calm.RunAsync(again)).Problem);
        await PublishedExactlyAsync(lake, calm, again, Rows, Bad);
    }

    [Fact]
    public async Task A_store_that_stays_unavailable_ends_the_run_as_StoreUnavailable_with_nothing_published()
    {
        var (steps, lake) = Open(Weather.Calm);
        await steps.RunAsync(await BeginAsync(steps, s_content));

        var (away, _) = Open(Weather.Calm, new FaultyStore(lake, new Weather(0, share: 1)));
        var run = await BeginAsync(away, s_content + Csv.Row(999));
        var problem = await EndAsync(away, run);

        Assert.Equal(ProblemCode.StoreUnavailable, problem);
        Assert.Equal(Rows, Assert.Single(await ManifestAsync(lake)).Rows);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_StoreUnavailable_and_is_named()
    {
        var (_, lake) = Open(Weather.Calm);
        var (steps, _) = Open(Weather.Calm);
        var run = await BeginAsync(steps, s_content);
        Directory.CreateDirectory(lake.Root);
        await File.WriteAllTextAsync(Path.Combine(lake.Root, "tables"), "a file where a folder should be");
        var ended = await steps.RunAsync(run, tries: 2);

        Assert.Equal(ProblemCode.StoreUnavailable, ended.Problem!.Code);
        Assert.Contains("tables", ended.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(await ManifestAsync(lake));
        Assert.Equal(RunStatus.Failed, (await steps.Records.GetAsync(run.RunId, default)).Status);
    }

    public void Dispose() => _folder.Dispose();

    (Steps Steps, FolderObjectStore Lake) Open(Weather weather, IObjectStore? lakeInstead = null)
    {
        var landing = new LandingStore(_folder["landing"], _folder["links"]);
        var lake = new FolderObjectStore(_folder["lake"]);
        var stores = new Stores(new FaultyStore(landing, weather), lakeInstead ?? new FaultyStore(lake, weather), "landing");
        return (new(stores, lake, Contracts.DuffOrders, new() { ChunkBytes = 2500 }), lake);
    }

    async Task<IngestFile.Input> BeginAsync(Steps steps, string content)
    {
        var path = _folder["orders.csv"];
        if (!File.Exists(path) || await File.ReadAllTextAsync(path) != content)
            await File.WriteAllTextAsync(path, content);
        var landing = new LandingStore(_folder["landing"], _folder["links"]);
        await landing.LinkAsync(Key, path, default);
        return await steps.StartAsync((await landing.StatAsync(Key, default))!, verify: true);
    }

    /// <summary>The end of a run with the usual five tries; the step that records its end may fail, too.</summary>
    static async Task<ProblemCode?> EndAsync(Steps steps, IngestFile.Input run)
    {
        try
        {
            return (await steps.RunAsync(run, tries: 5)).Problem?.Code;
        }
        catch (TerminalException failure)
        {
            return failure.Code;
        }
    }

    async Task PublishedExactlyAsync(FolderObjectStore lake, Steps steps, IngestFile.Input run, long accepted, long rejected)
    {
        var record = await steps.Records.GetAsync(run.RunId, default);
        Assert.Equal((RunStatus.Completed, true), (record.Status, record.Verified));
        Assert.Equal((accepted + rejected, accepted, rejected), (record.Ledger!.RowsRead, record.Ledger.Accepted, record.Ledger.Rejected));

        var entry = Assert.Single(await ManifestAsync(lake));
        Assert.Equal((run.RunId, accepted, rejected), (entry.RunId, entry.Rows, entry.Rejected));
        var result = (await steps.Records.ResultAsync(entry.RunId, entry.Attempt, default))!;
        using var engine = new DuckDbQueryEngine(lake, lake.PathOf, _folder.Folder("scratch"));
        var orders = await Parts.ReadAsync(
            engine,
            [.. result.Parts.Select(part => part.Key)],
            Contracts.DuffOrders.StoredColumns,
            ["order_id"],
            "_offset");
        Assert.Equal(Enumerable.Range(1, (int)accepted).Select(order => (object)(long)order), orders.Select(row => row[0]));
        Assert.Empty(Directory.GetFiles(Path.Combine(lake.Root, FolderObjectStore.UploadFolder)));
    }

    static async Task<IReadOnlyList<ManifestEntry>> ManifestAsync(FolderObjectStore lake) =>
        (await lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default))?.Value.Runs ?? [];
}

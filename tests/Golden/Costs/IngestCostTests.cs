using System.Text.Json;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Costs;

/// <summary>Compares the cost that an ingest on one machine reports with what its stores saw and what is in the lake.</summary>
public sealed class IngestCostTests : IDisposable
{
    const string Key = "duff/orders/orders.csv";
    const int Rows = 1_000;

    // Inspection reads the first bytes twice: to detect what the file is, and then how it is written.
    const int FirstLook = 4 << 10;
    const int SecondLook = 64 << 10;

    static readonly string s_content = Csv.Header + Csv.Rows(Rows) + "1001,x\n";

    readonly Home _home = new() { Definitions = DomainDefinitions.Of("duff", ["sales-by-product"]) };

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_whole_ingest_counts_every_byte_of_its_file_and_its_parts(bool verify)
    {
        var run = (await _home.IngestFileAsync(_home.Write("orders.csv", Csv.Bytes(s_content)), verify: verify)).Record;

        // The first chunk also reads the header, for the receipt.
        var (file, header) = (Csv.Bytes(s_content).Length, Csv.Bytes(Csv.Header).Length);
        Assert.Equal(FirstLook + SecondLook + file + (verify ? file - header : 0), run.Cost!.Drivers.BytesRead);
        var documents = await BytesAsync("runs/") + await BytesAsync("datasets/");
        var parts = await BytesAsync("tables/") + await BytesAsync("rejects/");
        Assert.Equal(await PartsOfManifestsAsync(run), parts);
        // Documents replaced since were written too, but no part was written twice.
        Assert.InRange(run.Cost.Drivers.BytesWritten, parts + 1, parts + (6 * documents));
    }

    [Fact]
    public async Task On_one_machine_nothing_is_charged()
    {
        var run = (await _home.IngestFileAsync(_home.Write("orders.csv", Csv.Bytes(s_content)))).Record;
        var refresh = await _home.RefreshAsync();

        Assert.Equal(0m, run.Cost!.Dollars);
        Assert.Equal(
            new CostDrivers
            {
                BytesRead = run.Cost.Drivers.BytesRead,
                BytesWritten = run.Cost.Drivers.BytesWritten,
                ActivityMilliseconds = run.Cost.Drivers.ActivityMilliseconds,
            },
            run.Cost.Drivers);
        Assert.Equal(0m, refresh.Result.Cost!.Dollars);
        Assert.True(refresh.Result.Cost.Drivers.Statements >= refresh.Built.Count);
        Assert.Equal(await BytesAsync("marts/"), refresh.Built.Sum(model => model.Bytes));
        Assert.True(refresh.Result.Cost.Drivers.BytesWritten > refresh.Built.Sum(model => model.Bytes));
    }

    [Theory]
    [InlineData(1 << 20, 0)]
    [InlineData(30_000, 0)]
    [InlineData(4_000, 0)]
    [InlineData(30_000, 0.2)]
    [InlineData(1 << 20, 0.4)]
    public async Task Costs_match_the_stores_whatever_the_chunks_and_the_retries(long chunkBytes, double failures)
    {
        var (landing, lake) = (new RecordingStore(Landing()), new RecordingStore(_home.Lake, failures));
        var steps = new Steps(new(landing, lake, "landing"), _home.Lake, Contracts.DuffOrders, new() { ChunkBytes = chunkBytes });
        var run = await BeginAsync(steps);
        Assert.Null((await steps.RunAsync(run, tries: 10_000)).Problem);

        var record = await steps.Records.GetAsync(run.RunId, default);
        // The record cannot include its own last write, but it includes failed tries of it.
        var (key, bytes) = lake.Written.Last();
        Assert.Equal(LakeKeys.Run(run.RunId), key);
        Assert.Equal(landing.BytesRead, record.Cost!.Drivers.BytesRead);
        Assert.Equal(lake.Written.Sum(written => written.Bytes) - bytes, record.Cost.Drivers.BytesWritten);
        Assert.True(failures == 0 || lake.Failures > 1);
        if (failures == 0)
            Assert.Equal(
                await BytesAsync("tables/") + await BytesAsync("rejects/"),
                lake.Written.Where(written => !written.Key.EndsWith(".json", StringComparison.Ordinal)).Sum(written => written.Bytes));
    }

    [Fact]
    public async Task A_failed_run_has_its_cost_until_then()
    {
        var (landing, lake) = (new RecordingStore(Landing()), new RecordingStore(_home.Lake));
        var steps = new Steps(new(landing, lake, "landing"), _home.Lake, Contracts.DuffOrders, new());
        var run = await BeginAsync(steps, Csv.Header + string.Concat(Enumerable.Repeat("1001,x\n", 100)));
        Assert.NotNull((await steps.RunAsync(run)).Problem);

        var record = await steps.Records.GetAsync(run.RunId, default);
        Assert.Equal(RunStatus.Failed, record.Status);
        Assert.Equal(landing.BytesRead, record.Cost!.Drivers.BytesRead);
        Assert.Equal(lake.Written.SkipLast(1).Sum(written => written.Bytes), record.Cost.Drivers.BytesWritten);
    }

    [Fact]
    public async Task A_replay_keeps_the_cost_of_earlier_attempts()
    {
        var first = (await _home.IngestFileAsync(_home.Write("orders.csv", Csv.Bytes(s_content)), verify: false)).Record;
        var second = (await _home.AskAsync(workspace => workspace.ReplayAsync(first.Id, new Progress<IngestProgress>(), default))).Record;
        var third = (await _home.AskAsync(workspace => workspace.ReplayAsync(first.Id, new Progress<IngestProgress>(), default))).Record;

        Assert.Null(first.EarlierCost);
        Assert.Equal(first.Cost, second.EarlierCost);
        Assert.Equal(first.Cost!.Drivers.BytesRead, third.Cost!.Drivers.BytesRead);
        Assert.Equal(first.Cost + second.Cost!, third.EarlierCost);
    }

    [Fact]
    public async Task The_command_line_shows_it()
    {
        var run = (await _home.IngestFileAsync(_home.Write("orders.csv", Csv.Bytes(s_content)))).Record;

        var text = (await _home.CallAsync("runs", run.Id)).Out;
        Assert.Matches(FormattableString.Invariant($@"(?m)^bytes read\t{run.Cost!.Drivers.BytesRead}\r?$"), text);
        Assert.Matches(@"(?m)^estimate\t\$0\r?$", text);
        Assert.DoesNotContain("requests", text, StringComparison.Ordinal);

        var cost = JsonDocument.Parse(
            (await _home.CallAsync("runs", run.Id, "--json")).Out).RootElement.GetProperty("runs")[0].GetProperty("cost");
        Assert.Equal(
            (run.Cost.Drivers.BytesWritten, 0m), (cost.GetProperty("bytesWritten").GetInt64(), cost.GetProperty("dollars").GetDecimal()));
        Assert.DoesNotContain("\"cost\"", (await _home.CallAsync("runs", "--json")).Out, StringComparison.Ordinal);
    }

    LandingStore Landing() => new HomeDirectory(_home.Root).OpenLanding();

    async Task<IngestFile.Input> BeginAsync(Steps steps, string? content = null)
    {
        var landing = Landing();
        await landing.LinkAsync(Key, _home.Write("orders.csv", Csv.Bytes(content ?? s_content)), default);
        return await steps.StartAsync((await landing.StatAsync(Key, default))!);
    }

    async Task<long> BytesAsync(string prefix) => (await _home.Lake.ListAsync(prefix, default).ToListAsync()).Sum(stat => stat.Size);

    async Task<long> PartsOfManifestsAsync(RunRecord run)
    {
        var bytes = 0L;
        await foreach (var stat in _home.Lake.ListAsync(LakeKeys.Chunks(run.Id, run.Attempt), default))
            bytes += (await _home.Lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, default))!.Value.AllParts.Sum(part => part.Bytes);
        return bytes;
    }
}

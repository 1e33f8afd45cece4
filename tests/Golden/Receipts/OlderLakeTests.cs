using System.Text;
using System.Text.Json.Nodes;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Embedded.Home;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>A lake that a release without receipts wrote works on, and what it wrote is named.</summary>
public sealed class OlderLakeTests : IAsyncLifetime
{
    const int Files = 5;

    static readonly DateTime s_monday = new(2026, 11, 16, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>What such a release neither writes nor knows.</summary>
    static readonly string[] s_new = ["seal", "receipt", "digest", "digests", "leaves", "check", "batch"];

    readonly Shop _shop = new("id", "name");
    readonly List<string> _old = [];

    HomeDirectory Home => new(_shop.Home);

    Stores Stores => new(Home.OpenLanding(), Home.OpenLake(), "landing");

    public async Task InitializeAsync()
    {
        _shop.Define("contracts/things.yaml", """
            dataset: things
            version: 1
            description: Things.
            grain: one row per thing
            source: { prefix: things/, pattern: "*.csv*" }
            columns:
              - { name: id, type: int64, required: true, description: Id }
              - { name: name, type: string, required: true, description: Name }
            """);
        for (var file = 1; file <= Files; file++)
            _old.Add((await _shop.IngestAsync($"{file}.csv", s_monday.AddHours(file), $"id,name\n{file},Thing\n")).Id);
        await _shop.RefreshAsync();
        _old.Add((await Stores.Lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, default))!.Value.Snapshot);
        foreach (var path in Directory.EnumerateFiles(_shop.Lake, "*.json", SearchOption.AllDirectories))
            Age(path);
    }

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Runs_and_snapshots_without_receipts_are_named_and_a_missing_file_is_found()
    {
        await HoldAsync(_old);
        var part = _shop.Objects(".parquet").First(key => key.StartsWith("tables/", StringComparison.Ordinal));
        using var gone = new ChangedFile(Home.OpenLake().PathOf(part), _ => null);

        Assert.Equal([(part, FindingKind.Missing)], (await VerifyAsync()).Findings.Select(found => (found.Key, found.Kind)));
        Assert.Equal([part], VerifyScript.Run(Home.Root).Wrong);
    }

    [Fact]
    public async Task What_is_written_since_has_receipts_and_a_replay_makes_them()
    {
        await _shop.IngestAsync("new.csv", s_monday.AddDays(1), "id,name\n6,Thing\n");
        Assert.Equal(Files + 1, (await _shop.ReportAsync()).Count);
        await HoldAsync(_old);

        await _shop.MaintainAsync();
        Assert.All((await new DatasetManifests(Stores.Lake).ReadAsync("things", default)).Runs, run => Assert.NotNull(run.Pack));
        await HoldAsync(_old);

        await _shop.ReplayAsync(_old[0]);
        Assert.Equal(Files + 1, (await _shop.ReportAsync()).Count);
        // The first snapshot still shows the attempt of before.
        await HoldAsync(_old);
        Assert.DoesNotContain(_old[0], (await VerifyAsync("things")).Unreceipted);
    }

    async Task HoldAsync(IEnumerable<string> without)
    {
        var (result, script) = (await VerifyAsync(), VerifyScript.Run(Home.Root));

        Assert.Empty(result.Findings);
        Assert.True(script.Ok, string.Join(' ', script.Wrong));
        Assert.Equal(without.Order(StringComparer.Ordinal), result.Unreceipted);
        Assert.Equal(
            (result.Runs, result.Snapshots, result.Files, result.WithoutReceipt),
            (script.Runs, script.Snapshots, script.Files, script.WithoutReceipt));
        Assert.True(result.IsGood(isStrict: false));
        Assert.False(result.IsGood(isStrict: true));
    }

    Task<VerifyResult> VerifyAsync(string? name = null) => new VerifyLake(Stores, new ParquetPartReader()).RunAsync(name, default);

    static void Age(string path)
    {
        if (JsonNode.Parse(File.ReadAllBytes(path)) is not JsonObject document)
            return;
        Strip(document);
        foreach (var (_, version) in document["datasets"] as JsonObject ?? [])
        {
            var runs = version!["runs"]!.AsArray().Select(run => new PublishedRun(
                (string)run!["runId"]!, (int)run["attempt"]!, "", run["sourceTime"]!.GetValue<DateTimeOffset>()));
            version["fingerprint"] = $"{RunFingerprint.Of(runs)}";
        }

        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(document.ToJsonString()));
    }

    static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Strip(item);
        }

        if (node is not JsonObject values)
            return;
        foreach (var name in s_new)
            values.Remove(name);
        foreach (var (_, value) in values)
            Strip(value);
    }
}

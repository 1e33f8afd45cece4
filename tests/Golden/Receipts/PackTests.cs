using System.Text;
using System.Text.Json.Nodes;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Embedded.Home;
using DuffBeer.Golden.Tests.Batches;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>
/// Files that runs share are bound too: those of a batch, and those of a merge. Older snapshots still show the files of before the merge.
/// </summary>
public sealed class PackTests : IAsyncLifetime
{
    static readonly DateTime s_later = new(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    readonly Shop _shop = new("code", "name");

    HomeDirectory Home => new(_shop.Home);

    Stores Stores => new(Home.OpenLanding(), Home.OpenLake(), "landing");

    public async Task InitializeAsync()
    {
        _shop.Define("contracts/things.yaml", TogetherInAHomeTests.Contract);
        await _shop.IngestTogetherAsync(("a.csv", "code,name\na1,one\na2,two\n"), ("b.csv", "code,name\nb1,one\n,two\n"));
        for (var file = 0; file < 4; file++)
            await _shop.IngestAsync($"{file}.csv", s_later, $"code,name\nc{file},one\n");
        await _shop.RefreshAsync();
    }

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_batch_and_a_merge_leave_receipts_that_hold()
    {
        await HoldAsync();
        await _shop.MaintainAsync();
        await HoldAsync();

        var manifest = await ManifestAsync();
        Assert.All(manifest.Runs, run => Assert.NotNull(run.Pack));
        Assert.Equal(2, manifest.Runs.Count(run => run.Batch is not null));
        var one = await VerifyAsync(manifest.Runs[0].RunId);
        Assert.Empty(one.Findings);
        Assert.Equal(1, one.Runs);
    }

    [Fact]
    public async Task A_flipped_bit_in_any_file_is_found_by_command_and_script_before_and_after_a_merge()
    {
        await FindAllAsync();
        await _shop.MaintainAsync();
        await FindAllAsync();
    }

    [Fact]
    public async Task Rows_that_a_pack_gives_to_another_run_are_found()
    {
        await _shop.MaintainAsync();
        using var changed = Edited(LakeKeys.Dataset("things"), manifest =>
        {
            // The sums stay.
            var runs = manifest["runs"]!.AsArray();
            RunOf(runs, "a.csv")["rows"] = 1;
            RunOf(runs, "b.csv")["rows"] = 2;
        });

        var pack = (await ManifestAsync()).Packs!.Single();
        Assert.Contains((await VerifyAsync()).Findings, found => (found.Key, found.Kind) == (pack.Key, FindingKind.Unbalanced));
    }

    [Theory]
    [InlineData("ledger", "accepted")]
    [InlineData("receipt", "contractVersion")]
    public async Task A_number_of_a_batched_run_that_is_changed_and_sealed_again_is_found(string part, string value)
    {
        var batch = (await ManifestAsync()).Runs.First(run => run.Batch is not null).Batch!;
        using var changed = Edited(LakeKeys.BatchResult(batch), result =>
        {
            var holder = result["runs"]![0]![part]!;
            holder[value] = holder[value]!.GetValue<long>() + 1;
        });

        var found = (await VerifyAsync()).Findings.Select(finding => finding.Key).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains(LakeKeys.BatchResult(batch), found);
        Assert.Equal(found, VerifyScript.Run(Home.Root).Wrong);
    }

    [Fact]
    public async Task A_pack_whose_list_is_changed_and_sealed_again_is_found()
    {
        var pack = (await ManifestAsync()).Packs!.Single();
        using var changed = Edited(pack.Key, list => list["parts"]![0]!["digest"] = null);

        Assert.Equal([pack.Key], (await VerifyAsync()).Findings.Select(found => found.Key));
        Assert.Equal([pack.Key], VerifyScript.Run(Home.Root).Wrong);
    }

    static JsonNode RunOf(JsonArray runs, string file) =>
        runs.Single(run => ((string)run!["sourceKey"]!).EndsWith(file, StringComparison.Ordinal))!;

    async Task HoldAsync()
    {
        var (result, script) = (await VerifyAsync(), VerifyScript.Run(Home.Root));

        Assert.Empty(result.Findings);
        Assert.True(script.Ok, string.Join(' ', script.Wrong));
        Assert.Equal((6L, 1L, 0L), (result.Runs, result.Snapshots, result.WithoutReceipt));
        Assert.Equal(
            (result.Runs, result.Snapshots, result.Files, result.WithoutReceipt),
            (script.Runs, script.Snapshots, script.Files, script.WithoutReceipt));
    }

    async Task FindAllAsync()
    {
        var random = new Random(20);
        foreach (var (index, file) in (await BoundFile.AllAsync(Home)).Index())
        {
            using var changed = ChangedFile.Flipped(file.Path, random.NextInt64(new FileInfo(file.Path).Length * 8));

            var found = (await VerifyAsync()).Findings.Select(finding => finding.Key).Distinct().Order(StringComparer.Ordinal).ToList();

            Assert.Contains(file.Name, found);
            if (index % Law.Step == 0)
                Assert.Equal(found, VerifyScript.Run(Home.Root).Wrong);
        }
    }

    Task<DatasetManifest> ManifestAsync() => new DatasetManifests(Stores.Lake).ReadAsync("things", default);

    Task<VerifyResult> VerifyAsync(string? name = null) => new VerifyLake(Stores, new ParquetPartReader()).RunAsync(name, default);

    ChangedFile Edited(string key, Action<JsonObject> edit) => new(Home.OpenLake().PathOf(key), bytes =>
    {
        var root = JsonNode.Parse(bytes)!.AsObject();
        root.Remove("seal");
        edit(root);
        return DocumentSeal.Add(Encoding.UTF8.GetBytes(root.ToJsonString()));
    });
}

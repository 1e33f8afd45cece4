using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Verify;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>Whole files in the wrong place, files that are gone, and documents that were edited and sealed again.</summary>
public sealed class ExchangeTests(VerifiedShop shop) : IClassFixture<VerifiedShop>
{
    [Fact]
    public async Task A_file_that_something_names_is_missed()
    {
        var shown = (await shop.Stores.Lake.ReadAsync(
            LakeKeys.CurrentSnapshot, Core.Runs.Refresh.SnapshotJson.Default.SnapshotPointer, default))!.Value.Snapshot;
        // Nothing names an older snapshot or a name, and a source may be deleted.
        var named = (await BoundFile.AllAsync(shop.Home)).Where(file =>
            !((string[])["landing:", LakeKeys.Corrections, LakeKeys.NamedSnapshots]).Any(file.Name.StartsWith)
            && (LakeKeys.SnapshotOf(file.Name) is not { } snapshot || snapshot == shown));
        foreach (var file in named)
        {
            using var gone = new ChangedFile(file.Path, _ => null);

            Assert.Contains((await shop.VerifyAsync()).Findings, found => (found.Key, found.Kind) == (file.Name, FindingKind.Missing));
        }
    }

    [Fact]
    public async Task A_source_that_is_gone_is_counted()
    {
        var source = (await BoundFile.AllAsync(shop.Home)).First(file => file.Name.StartsWith("landing:", StringComparison.Ordinal));
        using var gone = new ChangedFile(source.Path, _ => null);

        var result = await shop.VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.Equal(1, result.SourcesGone);
        Assert.Equal(1, VerifyScript.Run(shop.Home.Root).SourcesGone);
    }

    [Theory]
    [InlineData("tables/")]
    [InlineData("rejects/")]
    [InlineData("keys/")]
    [InlineData("datasets/things/segments/")]
    [InlineData("snapshots/2")]
    public async Task Exchanged_files_are_found(string prefix)
    {
        var two = (await BoundFile.AllAsync(shop.Home))
            .Where(file => file.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Take(2).ToList();
        await FoundAsync(two[0].Name, two[0].Path, File.ReadAllBytes(two[1].Path), two[1].Path);
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("a1/result.json")]
    public async Task Exchanged_documents_of_two_runs_are_found(string document)
    {
        var keys = shop.Runs.Select(run => $"runs/{run}/{document}").ToList();
        var paths = keys.Select(shop.Home.OpenLake().PathOf).ToList();
        await FoundAsync(keys[0], paths[0], File.ReadAllBytes(paths[1]), paths[1]);
    }

    [Fact]
    public async Task Receipts_of_two_runs_that_are_exchanged_and_sealed_again_are_found()
    {
        var paths = shop.Runs.Select(run => shop.Home.OpenLake().PathOf(LakeKeys.Result(run, 1))).ToList();
        var other = JsonNode.Parse(File.ReadAllBytes(paths[1]))!["receipt"]!;
        using var changed = Edited(paths[0], result => result["receipt"] = other.DeepClone());

        await AgreeAsync(LakeKeys.Result(shop.Runs[0], 1));
    }

    [Theory]
    [InlineData("runs/{0}/a1/result.json", "attempt")]
    [InlineData("runs/{0}/a1/result.json", "ledger", "accepted")]
    [InlineData("runs/{0}/a1/result.json", "ledger", "rowsRead")]
    [InlineData("runs/{0}/a1/result.json", "ledger", "blankLines")]
    [InlineData("runs/{0}/a1/result.json", "parts", "0", "rows")]
    [InlineData("runs/{0}/a1/result.json", "receipt", "contractVersion")]
    [InlineData("runs/{0}/a1/result.json", "receipt", "source", "size")]
    [InlineData("runs/{0}/run.json", "ledger", "rejected")]
    public async Task A_number_that_is_changed_and_sealed_again_is_found(string document, params string[] path)
    {
        var key = string.Format(CultureInfo.InvariantCulture, document, shop.Runs[0]);
        using var changed = Edited(shop.Home.OpenLake().PathOf(key), root =>
        {
            var holder = path[..^1].Aggregate(
                (JsonNode)root,
                (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
            holder[path[^1]] = holder[path[^1]]!.GetValue<long>() + 1;
        });

        await AgreeAsync(key);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("rejected")]
    [InlineData("receipt")]
    public async Task An_entry_of_a_segment_that_is_changed_and_sealed_again_is_found(string value)
    {
        var segment = (await BoundFile.AllAsync(shop.Home)).First(file => file.Name.Contains("/segments/", StringComparison.Ordinal));
        using var changed = Edited(segment.Path, root =>
        {
            var run = root["runs"]![0]!;
            run[value] = value == "receipt" ? new string('0', 64) : run[value]!.GetValue<long>() + 1;
        });

        await AgreeAsync(segment.Name);
    }

    [Fact]
    public async Task A_seal_that_is_taken_off_is_missed()
    {
        var documents = (await BoundFile.AllAsync(shop.Home)).Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal));
        // A name has no receipt, so it may be one of an older release.
        foreach (var file in documents.Where(file => !file.Name.StartsWith(LakeKeys.NamedSnapshots, StringComparison.Ordinal)))
        {
            using var changed = new ChangedFile(file.Path, bytes => [(byte)'{', .. bytes[75..]]);

            Assert.Contains((await shop.VerifyAsync()).Findings, found => found.Key == file.Name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(75)]
    [InlineData(200)]
    public async Task Documents_that_are_cut_off_are_found(int length)
    {
        foreach (var file in (await BoundFile.AllAsync(shop.Home)).Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var changed = new ChangedFile(file.Path, bytes => bytes[..Math.Min(length, bytes.Length - 1)]);

            Assert.Contains((await shop.VerifyAsync()).Findings, found => found.Key == file.Name);
        }
    }

    [Fact]
    public async Task One_run_dataset_or_snapshot_is_verified_by_name()
    {
        var run = await shop.VerifyAsync(shop.Runs[0]);
        var dataset = await shop.VerifyAsync("things");
        var snapshot = await shop.VerifyAsync("draft");

        Assert.All([run, dataset, snapshot], result => Assert.Empty(result.Findings));
        Assert.Equal((1L, 0L), (run.Runs, run.Snapshots));
        Assert.Equal((5L, 0L), (dataset.Runs, dataset.Snapshots));
        Assert.Equal((5L, 1L), (snapshot.Runs, snapshot.Snapshots));
        var unknown = await Assert.ThrowsAsync<Core.Failures.TerminalException>(() => shop.VerifyAsync("nothing"));
        Assert.Equal(Core.Failures.ProblemCode.NotFound, unknown.Code);
    }

    async Task FoundAsync(string key, string path, byte[] other, string otherPath)
    {
        var own = File.ReadAllBytes(path);
        using var first = new ChangedFile(path, _ => other);
        using var second = new ChangedFile(otherPath, _ => own);
        await AgreeAsync(key);
    }

    /// <summary>Command and script find the key, and nothing that the other does not.</summary>
    async Task AgreeAsync(string key)
    {
        var found = (await shop.VerifyAsync()).Findings.Select(finding => finding.Key).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Contains(key, found);
        Assert.Equal(found, VerifyScript.Run(shop.Home.Root).Wrong);
    }

    static ChangedFile Edited(string path, Action<JsonObject> edit) => new(path, bytes =>
    {
        var root = JsonNode.Parse(bytes)!.AsObject();
        root.Remove("seal");
        edit(root);
        return DocumentSeal.Add(Encoding.UTF8.GetBytes(root.ToJsonString()));
    });
}

using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>No bit of a published figure flips unnoticed. <c>DUFFBEER_FLIPS=1000000</c> tries a million.</summary>
public sealed class FlipTests(VerifiedShop shop) : IClassFixture<VerifiedShop>
{
    const int WholeCommands = 100;
    const int Seed = 20;

    static readonly int s_flips = TestSetting.Number("DUFFBEER_FLIPS", Law.Of(50_000));

    /// <summary>Files from which no figure comes that readers see: docs/guide/verify.md says so.</summary>
    static readonly string[] s_unbound =
    [
        "analytics/", "catalog/", "catalog-state.json", "iceberg/", "latest-maintenance.json", "lists/", "maintenance/", "pending/",
        "pending-refresh.json", "refreshes/", "runs-by-day/", "runs-by-state/", "runs-by-state.json", "store-probe.json", "unfinished/",
    ];

    static readonly string[] s_unboundNames = ["/plan.json", "/chunks/", "/repeats-", "/models/"];

    [Fact]
    public async Task An_intact_lake_has_no_findings_and_the_script_counts_the_same()
    {
        var result = await shop.VerifyAsync();
        var script = VerifyScript.Run(shop.Home.Root);

        Assert.Empty(result.Findings);
        Assert.True(script.Ok, string.Join(' ', script.Wrong));
        Assert.Equal(
            (result.Runs, result.Snapshots, result.Files, result.WithoutReceipt, result.SourcesGone, result.SourcesReplaced),
            (script.Runs, script.Snapshots, script.Files, script.WithoutReceipt, script.SourcesGone, script.SourcesReplaced));
        // The older version of second.csv is in the first snapshot only, and its source was replaced.
        Assert.Equal((6L, 3L, 0L, 1L), (result.Runs, result.Snapshots, result.WithoutReceipt, result.SourcesReplaced));
    }

    [Fact]
    public async Task Every_file_of_the_lake_is_bound_or_holds_no_figures()
    {
        var bound = (await BoundFile.AllAsync(shop.Home)).Select(file => file.Name).ToHashSet();
        var all = await shop.Stores.Lake.ListAsync("", default).Select(stat => stat.Key).ToListAsync();
        // A chunk that was transformed again leaves the keys of its first try, until maintenance deletes them.
        var unbound = all.Where(key => !bound.Contains(key) && !key.StartsWith(LakeKeys.AllKeys, StringComparison.Ordinal));

        Assert.DoesNotContain(unbound, key => !s_unbound.Any(key.StartsWith) && !s_unboundNames.Any(key.Contains));
        Assert.DoesNotContain(bound, key => s_unbound.Any(key.StartsWith) || s_unboundNames.Any(key.Contains));
        string[] kinds =
            ["tables/", "rejects/", "keys/", "marts/", "corrections/", "landing:", "datasets/things/segments/", "snapshots/names/"];
        Assert.All(kinds, kind => Assert.Contains(bound, key => key.StartsWith(kind, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_flipped_bit_is_found_by_what_binds_its_file()
    {
        var random = new Random(Seed);
        var files = (await BoundFile.AllAsync(shop.Home)).Select(file => (File: file, Bytes: File.ReadAllBytes(file.Path))).ToList();
        Assert.All(files, file => Assert.True(file.File.IsWhole(file.Bytes), file.File.Name));
        for (var flip = 0; flip < s_flips; flip++)
        {
            var (file, bytes) = files[flip % files.Count];
            var bit = random.NextInt64(bytes.Length * 8L);
            bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            Assert.False(file.IsWhole(bytes), $"{file.Name}: bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    [Fact]
    public async Task The_whole_command_finds_a_flipped_bit_in_any_file_and_names_it()
    {
        var random = new Random(Seed);
        foreach (var file in await BoundFile.AllAsync(shop.Home))
        {
            using var changed = ChangedFile.Flipped(file.Path, random.NextInt64(new FileInfo(file.Path).Length * 8));

            var findings = (await shop.VerifyAsync()).Findings;

            Assert.Contains(findings, found => found.Key == file.Name);
        }
    }

    [Fact]
    public async Task The_script_finds_the_same_as_the_command()
    {
        var random = new Random(Seed);
        var files = await BoundFile.AllAsync(shop.Home);
        for (var flip = 0; flip < Law.Of(WholeCommands); flip++)
        {
            var file = files[flip * 7 % files.Count];
            using var changed = ChangedFile.Flipped(file.Path, random.NextInt64(new FileInfo(file.Path).Length * 8));

            var findings = (await shop.VerifyAsync()).Findings;

            Assert.Equal(
                findings.Select(found => found.Key).Distinct().Order(StringComparer.Ordinal), VerifyScript.Run(shop.Home.Root).Wrong);
        }
    }
}

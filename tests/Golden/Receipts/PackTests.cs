using System.Security.Cryptography;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Verify;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>Files that runs share are bound by their pack, whose runs may have no files of their own.</summary>
public sealed class PackTests : IAsyncLifetime
{
    const string Shared = "tables/things/pack.parquet";
    const string Pack = "datasets/things/packs/p1-c1.json";

    static readonly byte[] s_rows = [1, 2, 3, 4, 5, 6, 7];

    readonly TemporaryFolder _folder = new();

    HomeDirectory Home => new(_folder.Path);

    public async Task InitializeAsync()
    {
        Home.Create();
        var lake = Home.OpenLake();
        await using (var upload = await lake.CreateAsync(Shared, WriteCondition.None, default))
        {
            await upload.Body.WriteAsync(s_rows);
            await upload.CommitAsync(default);
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(s_rows));
        var content = new PackContent([new(Shared, "", 12, s_rows.Length) { Digest = digest }], [new("things-1", 1), new("things-2", 1)]);
        await lake.WriteAsync(Pack, content, RunJson.Default.PackContent, WriteCondition.None, default);
        var pack = new RunPack("p1", Pack, Runs: 2, Parts: 1, Rows: 12, s_rows.Length);
        var runs = content.Runs.Select(run => new ManifestEntry(
            run.RunId, 1, $"things/{run.RunId}.csv", "v1", DateTimeOffset.UnixEpoch, default, 6, 0, DateTimeOffset.UnixEpoch).In(pack));
        await lake.WriteAsync(
            LakeKeys.Dataset("things"), new("things", "w1", [.. runs]) { Packs = [pack] }, RunJson.Default.DatasetManifest,
            WriteCondition.None, default);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_pack_with_its_files_is_whole()
    {
        var result = await VerifyAsync();

        Assert.Empty(result.Findings);
        Assert.Equal((2L, 2L, 1L), (result.Runs, result.WithoutReceipt, result.Files));
        Assert.True(VerifyScript.Run(Home.Root).Ok);
    }

    [Theory]
    [InlineData(Shared)]
    [InlineData(Pack)]
    public async Task A_flipped_bit_of_a_pack_is_found(string key)
    {
        using var changed = ChangedFile.Flipped(Home.OpenLake().PathOf(key), 30);

        Assert.Equal([key], (await VerifyAsync()).Findings.Select(found => found.Key));
        Assert.Equal([key], VerifyScript.Run(Home.Root).Wrong);
    }

    Task<VerifyResult> VerifyAsync() => new VerifyLake(new(Home.OpenLanding(), Home.OpenLake(), "landing")).RunAsync(null, default);
}

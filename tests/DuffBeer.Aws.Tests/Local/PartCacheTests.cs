using DuffBeer.Aws.Tests.S3;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Aws.Tests.Local;

public sealed class PartCacheTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("part-cache-").FullName;

    FolderObjectStore Lake => new(Path.Combine(_folder, "lake"));

    string CacheFolder => Path.Combine(_folder, "cache");

    [Fact]
    public async Task A_part_is_fetched_once_and_equals_the_lakes()
    {
        var content = S3Content.Bytes(3_000_000, 1);
        await S3Content.WriteAsync(Lake, "marts/a/part.parquet", content);
        using var cache = new PartCache(Lake, CacheFolder, long.MaxValue);

        using (await cache.BringAsync(["marts/a/part.parquet", "marts/a/part.parquet"], default))
            Assert.Equal(content, await File.ReadAllBytesAsync(cache.PathOf("marts/a/part.parquet")));
        await Lake.DeleteAsync("marts/a/part.parquet", default);
        using (await cache.BringAsync(["marts/a/part.parquet"], default))
            Assert.Equal(content, await File.ReadAllBytesAsync(cache.PathOf("marts/a/part.parquet")));
    }

    [Fact]
    public async Task A_part_written_through_the_cache_is_cached_and_in_the_lake()
    {
        using var cache = new PartCache(Lake, CacheFolder, long.MaxValue);
        var content = S3Content.Bytes(100_000, 2);

        await S3Content.WriteAsync(cache.Lake, "a", content);

        Assert.Equal(content, await File.ReadAllBytesAsync(cache.PathOf("a")));
        Assert.Equal(content, await S3Content.ReadAsync(Lake, (await Lake.StatAsync("a", default))!, 1 << 16));
    }

    [Fact]
    public async Task An_uncommitted_part_is_not_cached()
    {
        using var cache = new PartCache(Lake, CacheFolder, long.MaxValue);
        await using (var upload = await cache.Lake.CreateAsync("a", default, default))
            await upload.Body.WriteAsync(new byte[10]);

        Assert.Empty(Directory.EnumerateFiles(CacheFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Over_the_limit_the_least_recently_used_parts_are_deleted_but_never_one_in_use()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
            await S3Content.WriteAsync(Lake, key, new byte[1000]);
        using var cache = new PartCache(Lake, CacheFolder, mostBytes: 2000);
        using (await cache.BringAsync(["b", "c", "d"], default))
        {
        }

        foreach (var (key, minutes) in (ReadOnlySpan<(string, int)>)[("b", 40), ("c", 30), ("d", 20)])
            File.SetLastAccessTimeUtc(cache.PathOf(key), DateTime.UtcNow.AddMinutes(-minutes));
        using var held = await cache.BringAsync(["b"], default);
        File.SetLastAccessTimeUtc(cache.PathOf("b"), DateTime.UtcNow.AddMinutes(-40));
        using (await cache.BringAsync(["a"], default))
        {
        }

        Assert.Equal([true, true, false, false], new[] { "a", "b", "c", "d" }.Select(key => File.Exists(cache.PathOf(key))));
    }

    [Fact]
    public async Task The_folder_is_looked_through_only_after_a_part_was_added()
    {
        foreach (var key in (string[])["a", "b", "c", "d"])
            await S3Content.WriteAsync(Lake, key, new byte[1000]);
        using (var earlier = new PartCache(Lake, CacheFolder, long.MaxValue))
        using (await earlier.BringAsync(["a", "b", "c"], default))
        {
        }

        using var cache = new PartCache(Lake, CacheFolder, mostBytes: 2500);
        foreach (var key in (string[])["a", "b", "c"])
            File.SetLastAccessTimeUtc(cache.PathOf(key), DateTime.UtcNow.AddMinutes(-40));
        using (await cache.BringAsync(["a"], default))
            Assert.True(File.Exists(cache.PathOf("b")));
        Assert.True(File.Exists(cache.PathOf("b")) && File.Exists(cache.PathOf("c")));

        using (await cache.BringAsync(["d"], default))
        {
        }

        Assert.Equal([true, false, false, true], new[] { "a", "b", "c", "d" }.Select(key => File.Exists(cache.PathOf(key))));
    }

    [Fact]
    public async Task A_part_missing_from_the_lake_is_a_problem_that_names_it()
    {
        using var cache = new PartCache(Lake, CacheFolder, long.MaxValue);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => cache.BringAsync(["marts/gone.parquet"], default));

        Assert.Contains("marts/gone.parquet", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

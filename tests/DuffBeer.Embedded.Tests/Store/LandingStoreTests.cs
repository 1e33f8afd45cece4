using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.Store;

public sealed class LandingStoreTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    LandingStore Store => new(_folder["landing"], _folder["landing-links"]);

    [Fact]
    public async Task Files_keep_their_own_names()
    {
        string[] names = ["duff/orders/My Orders 100%.csv", "duff/orders/a%2Bb+c.csv", "duff/orders/é~2e.csv", "no extension"];
        foreach (var name in names)
            Put(name, "x");

        Assert.Equal(names.Order(StringComparer.Ordinal), await KeysAsync(""));
        foreach (var name in names)
            Assert.Equal(name, (await Store.StatAsync(name, default))!.Key);
    }

    [Fact]
    public async Task Hidden_files_are_not_listed()
    {
        Put("duff/.orders.csv.part", "x");
        Put(".cache/a.csv", "x");

        Assert.Empty(await KeysAsync(""));
        Assert.Null(await Store.StatAsync("duff/.orders.csv.part", default));
    }

    [Theory]
    [InlineData("../secret.csv")]
    [InlineData("duff/../../secret.csv")]
    [InlineData("/secret.csv")]
    [InlineData("duff//a.csv")]
    [InlineData("duff/a.csv/")]
    [InlineData("duff")]
    [InlineData("duff/a\0.csv")]
    [InlineData("")]
    public async Task No_key_leaves_landing_or_finds_a_file_twice(string key)
    {
        Put("duff/a.csv", "x");
        await File.WriteAllTextAsync(_folder["secret.csv"], "secret");

        Assert.Null(await Store.StatAsync(key, default));
        var failure = await Assert.ThrowsAsync<TerminalException>(() => Store.OpenAsync(new(key, 6, "", default), default));
        Assert.Equal(ProblemCode.SourceMissing, failure.Code);
    }

    [Fact]
    public async Task A_linked_file_is_an_object_also_after_a_restart()
    {
        await File.WriteAllTextAsync(_folder["orders.csv"], "order");
        await Store.LinkAsync("../any key at all?", _folder["orders.csv"], default);

        var stat = (await Store.StatAsync("../any key at all?", default))!;
        await using var source = await Store.OpenAsync(stat, default);
        var buffer = new byte[10];

        Assert.Equal(5, await source.ReadAsync(0, buffer, default));
        Assert.Equal("order"u8, buffer.AsSpan(0, 5));
        Assert.Equal(["../any key at all?"], await KeysAsync("../"));
        Assert.Empty(await KeysAsync("duff"));
    }

    [Fact]
    public async Task A_link_takes_precedence_over_a_file_of_the_same_key()
    {
        Put("duff/a.csv", "in landing");
        await File.WriteAllTextAsync(_folder["a.csv"], "elsewhere!!!");
        await Store.LinkAsync("duff/a.csv", _folder["a.csv"], default);

        Assert.Equal(12, (await Store.StatAsync("duff/a.csv", default))!.Size);
        Assert.Equal(["duff/a.csv"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_link_to_a_missing_file_is_not_an_object()
    {
        await Store.LinkAsync("a.csv", _folder["gone.csv"], default);

        Assert.Null(await Store.StatAsync("a.csv", default));
        Assert.Empty(await KeysAsync(""));
    }

    [Fact]
    public async Task Keys_that_differ_only_in_case_have_separate_links()
    {
        await File.WriteAllTextAsync(_folder["1.csv"], "1");
        await File.WriteAllTextAsync(_folder["2.csv"], "22");
        await Store.LinkAsync("a.csv", _folder["1.csv"], default);
        await Store.LinkAsync("A.csv", _folder["2.csv"], default);

        Assert.Equal([("A.csv", 2), ("a.csv", 1)], (await ListAsync("")).Select(stat => (stat.Key, stat.Size)));
    }

    [Fact]
    public async Task A_version_stays_with_the_file_and_moves_with_its_home()
    {
        Put("duff/a.csv", "x");
        var before = await Store.StatAsync("duff/a.csv", default);
        Directory.Move(_folder["landing"], _folder["moved"]);

        Assert.Equal(before, await new LandingStore(_folder["moved"], _folder["landing-links"]).StatAsync("duff/a.csv", default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(299_999)]
    public async Task A_change_at_either_end_is_a_new_version_even_at_the_same_time(int at)
    {
        var content = new byte[300_000];
        var path = Put("a.csv", "");
        await File.WriteAllBytesAsync(path, content);
        var time = File.GetLastWriteTimeUtc(path);
        var before = (await Store.StatAsync("a.csv", default))!;
        content[at] = 1;
        await File.WriteAllBytesAsync(path, content);
        File.SetLastWriteTimeUtc(path, time);

        Assert.NotEqual(before.Version, (await Store.StatAsync("a.csv", default))!.Version);
        var failure = await Assert.ThrowsAsync<TerminalException>(() => Store.OpenAsync(before, default));
        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task The_source_time_is_the_files_time_in_whole_milliseconds()
    {
        File.SetLastWriteTimeUtc(Put("a.csv", "x"), new DateTime(2026, 1, 2, 3, 4, 5, 678, 900, DateTimeKind.Utc));

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), (await Store.StatAsync("a.csv", default))!.LastModified);
    }

    [Fact]
    public async Task A_linked_folder_is_not_walked()
    {
        Put("duff/a.csv", "x");
        Directory.CreateSymbolicLink(Path.Combine(_folder["landing"], "duff", "round"), _folder["landing"]);

        Assert.Equal(["duff/a.csv"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_file_written_during_a_read_fails_the_read()
    {
        var path = Put("a.csv", "1,2,3");
        await using var source = await Store.OpenAsync((await Store.StatAsync("a.csv", default))!, default);
        await File.AppendAllTextAsync(path, "\n4,5,6");

        var failure = await Assert.ThrowsAsync<TerminalException>(async () => await source.ReadAsync(0, new byte[5], default));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task Landing_cannot_be_written_or_deleted()
    {
        Put("a.csv", "x");

        await Assert.ThrowsAsync<TerminalException>(() => Store.CreateAsync("b.csv", WriteCondition.None, default));
        await Assert.ThrowsAsync<TerminalException>(() => Store.DeleteAsync("a.csv", default));
        Assert.Equal(["a.csv"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_known_version_of_a_file_can_be_replaced_in_its_place_and_with_its_time()
    {
        var path = Put("a.csv", "before");
        var link = _folder["link.csv"];
        File.CreateSymbolicLink(link, path);
        await Store.LinkAsync("linked.csv", link, default);
        File.SetLastWriteTimeUtc(path, new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc));
        var before = (await Store.StatAsync("linked.csv", default))!;

        var after = await ReplaceAsync("linked.csv", before.ETag, "after");
        var refused = await ReplaceAsync("linked.csv", before.ETag, "late");

        Assert.Null(refused);
        Assert.Equal("after", await File.ReadAllTextAsync(path));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal(before.LastModified, after!.LastModified);
        Assert.NotEqual(before.Version, after.Version);
        Assert.Equal(after, await Store.StatAsync("linked.csv", default));
        Assert.Equal(["a.csv", "linked.csv"], await KeysAsync(""));
        Assert.Single(Directory.GetFiles(_folder["landing"]));
    }

    async Task<ObjectStat?> ReplaceAsync(string key, string etag, string content)
    {
        await using var upload = await Store.CreateAsync(key, WriteCondition.IfMatch(etag), default);
        await upload.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content));
        return await upload.CommitAsync(default);
    }

    string Put(string name, string content)
    {
        var path = Path.Combine(_folder["landing"], name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    async Task<List<ObjectStat>> ListAsync(string prefix)
    {
        var listed = new List<ObjectStat>();
        await foreach (var stat in Store.ListAsync(prefix, default))
            listed.Add(stat);
        return listed;
    }

    async Task<List<string>> KeysAsync(string prefix) => [.. (await ListAsync(prefix)).Select(stat => stat.Key)];
}

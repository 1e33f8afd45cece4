using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Tests.Shared;

/// <summary>What every object store must do. Each adapter gets these tests by deriving from this class.</summary>
public abstract class ObjectStoreContract
{
    /// <summary>An empty store, the same for the whole test.</summary>
    protected abstract IObjectStore Store { get; }

    /// <summary>Another adapter on the same objects, as in another process.</summary>
    protected abstract IObjectStore OpenAgain();

    /// <summary>Whether the store supports a key with this name.</summary>
    protected virtual bool CanHave(string key) => true;

    /// <summary>Sets of hostile keys to try.</summary>
    protected virtual int KeySets => 60;

    [Fact]
    public async Task A_missing_object_has_no_stat() => Assert.Null(await Store.StatAsync("none/at all", default));

    [Fact]
    public async Task Opening_an_object_that_is_gone_is_a_terminal_failure()
    {
        var stat = await WriteAsync("a/b.csv", "1");
        await Store.DeleteAsync("a/b.csv", default);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Store.OpenAsync(stat!, default));

        Assert.Equal(ProblemCode.SourceMissing, failure.Code);
    }

    [Fact]
    public async Task A_write_can_be_read_and_its_commit_returns_the_stat()
    {
        var written = await WriteAsync("a/b.csv", "hello");

        Assert.Equal(written, await Store.StatAsync("a/b.csv", default));
        Assert.Equal(("a/b.csv", 5), (written!.Key, written.Size));
        Assert.Equal("hello", await ReadAsync(written));
        Assert.Equal([written], await ListAsync(""));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        var written = await WriteAsync("day/mark", "");

        Assert.Equal(0, written!.Size);
        Assert.Equal("", await ReadAsync(written));
    }

    [Fact]
    public async Task A_write_is_invisible_before_its_commit()
    {
        await using var upload = await Store.CreateAsync("a", WriteCondition.None, default);
        await upload.Body.WriteAsync("half"u8.ToArray());

        Assert.Null(await Store.StatAsync("a", default));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task A_write_without_commit_leaves_what_was_there()
    {
        await WriteAsync("a", "old");
        await using (var upload = await Store.CreateAsync("a", WriteCondition.None, default))
            await upload.Body.WriteAsync("new"u8.ToArray());

        Assert.Equal("old", await ReadAsync("a"));
        Assert.Single(await ListAsync(""));
    }

    [Fact]
    public async Task A_second_write_replaces_the_first()
    {
        var first = await WriteAsync("a", "a longer text");
        var second = await WriteAsync("a", "short");

        Assert.Equal("short", await ReadAsync("a"));
        Assert.NotEqual(first!.ETag, second!.ETag);
    }

    [Fact]
    public async Task Writes_of_equal_length_within_one_tick_have_different_etags()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 30; i++)
            etags.Add((await WriteAsync("a", $"{i:00}"))!.ETag);

        Assert.Equal(30, etags.Count);
    }

    [Fact]
    public async Task Large_writes_of_equal_length_have_different_etags()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 5; i++)
            etags.Add((await WriteAsync("a", new string((char)('a' + i), (1 << 20) + 1)))!.ETag);

        Assert.Equal(5, etags.Count);
        Assert.Contains((await Store.StatAsync("a", default))!.ETag, etags);
    }

    [Fact]
    public async Task Only_if_absent_keeps_what_is_there()
    {
        Assert.NotNull(await WriteAsync("a", "first", WriteCondition.IfAbsent));
        Assert.Null(await WriteAsync("a", "second", WriteCondition.IfAbsent));

        Assert.Equal("first", await ReadAsync("a"));
    }

    [Fact]
    public async Task Only_if_etag_replaces_that_version_and_no_other()
    {
        Assert.Null(await WriteAsync("a", "zero", WriteCondition.IfMatch("0123456789abcdef0123456789abcdef")));
        var first = await WriteAsync("a", "first");
        var second = await WriteAsync("a", "second", WriteCondition.IfMatch(first!.ETag));
        Assert.NotNull(second);
        Assert.Null(await WriteAsync("a", "third", WriteCondition.IfMatch(first.ETag)));

        Assert.Equal("second", await ReadAsync("a"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(150)]
    public async Task Objects_written_together_are_written_as_each_by_itself(int objects)
    {
        var first = await WriteAsync("many/0", "first");
        await WriteAsync("many/1", "first");
        var writes = Enumerable.Range(0, objects)
            .Select(index => Together($"many/{index}", $"{index}", index < 2 ? WriteCondition.IfAbsent : WriteCondition.None))
            .Append(Together("many/0", "changed", WriteCondition.IfMatch(first!.ETag)))
            .Append(ObjectWrite.OfKey("other/mark"))
            .ToList();

        var written = await Store.WriteAllAsync(writes, default);

        Assert.Equal(writes.Select((_, index) => index >= 2), written.Select(stat => stat is not null));
        Assert.Equal("changed", await ReadAsync("many/0"));
        Assert.Equal("first", await ReadAsync("many/1"));
        Assert.Equal("2", await ReadAsync("many/2"));
        var stats = written.OfType<ObjectStat>().OrderBy(stat => stat.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(stats, (await ListAsync("")).Where(stat => stat.Key != "many/1"));

        static ObjectWrite Together(string key, string content, WriteCondition condition) =>
            new(key, Encoding.UTF8.GetBytes(content), condition);
    }

    [Fact]
    public async Task Of_fifty_writers_that_require_absence_exactly_one_wins()
    {
        IObjectStore[] stores = [Store, OpenAgain()];
        var commits = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Task.Run(() => WriteAsync("a/one", $"writer {i}", WriteCondition.IfAbsent, stores[i % 2]))));

        var winner = Assert.Single(commits, commit => commit is not null);
        Assert.Equal(winner, await Store.StatAsync("a/one", default));
    }

    [Fact]
    public async Task Counting_by_etag_loses_no_count()
    {
        IObjectStore[] stores = [Store, OpenAgain()];
        await WriteAsync("count", "0");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => CountAsync(stores[i % 2], times: 5))));

        Assert.Equal("30", await ReadAsync("count"));
    }

    [Fact]
    public async Task A_range_is_read_from_its_offset_and_ends_with_the_object()
    {
        var stat = await WriteAsync("a", "0123456789");
        await using var source = await Store.OpenAsync(stat!, default);

        Assert.Equal(10, source.Length);
        Assert.Equal("3456", await ReadAsync(source, 3, 4));
        Assert.Equal("89", await ReadAsync(source, 8, 100));
        Assert.Equal("", await ReadAsync(source, 10, 1));
        Assert.Equal("", await ReadAsync(source, 99, 1));
        Assert.Equal("0", await ReadAsync(source, 0, 1));
    }

    [Fact]
    public async Task A_version_that_was_replaced_cannot_be_opened()
    {
        var old = await WriteAsync("a", "old");
        await WriteAsync("a", "new");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Store.OpenAsync(old!, default));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task An_object_that_is_replaced_while_it_is_read_fails_the_read()
    {
        var stat = await WriteAsync("a", "old content");
        await using var source = await Store.OpenAsync(stat!, default);
        Assert.Equal("old", await ReadAsync(source, 0, 3));
        await WriteAsync("a", "new content");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => ReadAsync(source, 3, 3));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task A_list_is_in_the_ordinal_order_of_keys()
    {
        foreach (var key in (string[])["ab", "a/b/c", "a.b", "a/b", "a-b", "A", "a", "a/b.c", "a0"])
            await WriteAsync(key, key);

        Assert.Equal(["A", "a", "a-b", "a.b", "a/b", "a/b.c", "a/b/c", "a0", "ab"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_prefix_need_not_end_at_a_folder()
    {
        foreach (var key in (string[])["runs/2026/a", "runs/2027/b", "runs/2026", "run", "sruns/2026"])
            await WriteAsync(key, "");

        Assert.Equal(["runs/2026", "runs/2026/a", "runs/2027/b"], await KeysAsync("runs/2"));
        Assert.Equal(["runs/2026/a"], await KeysAsync("runs/2026/"));
        Assert.Equal(["runs/2026", "runs/2026/a"], await KeysAsync("runs/2026"));
        Assert.Empty(await KeysAsync("runs/3"));
    }

    [Fact]
    public async Task A_list_begins_behind_a_key_whether_it_exists_or_not()
    {
        foreach (var key in (string[])["a/1", "a/2/x", "a/2/y", "a/3", "b"])
            await WriteAsync(key, "");

        Assert.Equal(["a/2/y", "a/3"], await KeysAsync(new("a/", After: "a/2/x")));
        Assert.Equal(["a/2/x", "a/2/y", "a/3"], await KeysAsync(new("a/", After: "a/2")));
        Assert.Equal(["a/3", "b"], await KeysAsync(new("", After: "a/2/z")));
        Assert.Equal(["a/1", "a/2/x", "a/2/y", "a/3"], await KeysAsync(new("a/", After: "")));
        Assert.Empty(await KeysAsync(new("a/", After: "b")));
    }

    [Fact]
    public async Task A_list_ends_after_as_many_objects_as_are_wanted()
    {
        foreach (var key in (string[])["a/1", "a/2", "a/3", "b"])
            await WriteAsync(key, "");

        Assert.Equal(["a/1", "a/2"], await KeysAsync(new("a/", Most: 2)));
        Assert.Equal(["a/2"], await KeysAsync(new("", After: "a/1", Most: 1)));
        Assert.Equal(["a/1", "a/2", "a/3"], await KeysAsync(new("a/", Most: 9)));
    }

    [Fact]
    public async Task A_shallow_list_leaves_out_what_is_in_folders()
    {
        foreach (var key in (string[])["s/1.json", "s/1/plan", "s/1/x/y", "s/2.json", "s/2/plan", "s/3", "t"])
            await WriteAsync(key, "");

        Assert.Equal(["s/1.json", "s/2.json", "s/3"], await KeysAsync(new("s/", IsShallow: true)));
        Assert.Equal(["s/2.json"], await KeysAsync(new("s/", After: "s/1.json", Most: 1, IsShallow: true)));
        Assert.Equal(["s/1.json"], await KeysAsync(new("s/1", IsShallow: true)));
    }

    [Fact]
    public async Task A_version_is_never_taken_for_a_deleted_one()
    {
        var deleted = await WriteAsync("a", "old");
        await Store.DeleteAsync("a", default);
        await WriteAsync("a", "new");

        Assert.Null(await WriteAsync("a", "mine", WriteCondition.IfMatch(deleted!.ETag)));
        await Assert.ThrowsAsync<TerminalException>(() => Store.OpenAsync(deleted, default));
    }

    [Fact]
    public async Task Deleting_takes_one_object_and_may_be_repeated()
    {
        foreach (var key in (string[])["a", "a/b", "a/c"])
            await WriteAsync(key, "");
        await Store.DeleteAsync("a/b", default);
        await Store.DeleteAsync("a/b", default);

        Assert.Equal(["a", "a/c"], await KeysAsync(""));
    }

    [Fact]
    public async Task A_key_can_be_written_again_after_its_deletion()
    {
        await WriteAsync("a/b/c", "old");
        await Store.DeleteAsync("a/b/c", default);

        Assert.NotNull(await WriteAsync("a/b/c", "new", WriteCondition.IfAbsent));
    }

    [Fact]
    public void Any_set_of_keys_is_written_listed_and_read() =>
        Prop.ForAll(HostileKeys.Sets().ToArbitrary(), keys => RoundTripAsync(keys).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(KeySets));

    async Task<bool> RoundTripAsync(string[] generated)
    {
        string[] keys = [.. generated.Where(CanHave)];
        foreach (var key in keys)
            await WriteAsync(key, "content of " + key);
        var listed = await KeysAsync("");
        var contents = new List<string>();
        foreach (var key in listed)
            contents.Add(await ReadAsync(key));
        var behind = new List<string>();
        foreach (var key in listed)
            behind.AddRange(await KeysAsync(new("", After: key, Most: 1)));
        foreach (var key in keys)
            await Store.DeleteAsync(key, default);

        return listed.SequenceEqual(keys.Order(StringComparer.Ordinal))
            && behind.SequenceEqual(listed.Skip(1))
            && contents.SequenceEqual(listed.Select(key => Utf8("content of " + key)))
            && (await KeysAsync("")).Count == 0;
    }

    async Task CountAsync(IObjectStore store, int times)
    {
        while (times > 0)
        {
            var stat = (await store.StatAsync("count", default))!;
            try
            {
                var count = int.Parse(await ReadAsync(stat, store), System.Globalization.CultureInfo.InvariantCulture);
                if (await WriteAsync("count", $"{count + 1}", WriteCondition.IfMatch(stat.ETag), store) is not null)
                    times--;
            }
            catch (TerminalException changed) when (changed.Code == ProblemCode.SourceChanged)
            {
            }
        }
    }

    protected async Task<ObjectStat?> WriteAsync(
        string key, string content, WriteCondition condition = default, IObjectStore? store = null)
    {
        await using var upload = await (store ?? Store).CreateAsync(key, condition, default);
        await upload.Body.WriteAsync(Encoding.UTF8.GetBytes(content));
        return await upload.CommitAsync(default);
    }

    protected async Task<string> ReadAsync(string key) => await ReadAsync((await Store.StatAsync(key, default))!);

    protected async Task<string> ReadAsync(ObjectStat stat, IObjectStore? store = null)
    {
        await using var source = await (store ?? Store).OpenAsync(stat, default);
        return await ReadAsync(source, 0, (int)stat.Size);
    }

    protected static async Task<string> ReadAsync(Core.Ports.IByteSource source, long offset, int count)
    {
        var buffer = new byte[count];
        return Encoding.UTF8.GetString(buffer, 0, await source.ReadAsync(offset, buffer, default));
    }

    protected async Task<List<ObjectStat>> ListAsync(KeyRange keys) => await Store.ListAsync(keys, default).ToListAsync();

    protected async Task<List<string>> KeysAsync(KeyRange keys) => [.. (await ListAsync(keys)).Select(stat => stat.Key)];

    // A key of lone surrogates has content of replacement characters.
    static string Utf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;
using DuffBeer.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Embedded.Tests.Store;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FolderObjectStore _store;

    public FolderObjectStoreTests() => _store = new(_folder["lake"]);

    protected override IObjectStore Store => _store;

    protected override IObjectStore OpenAgain() => new FolderObjectStore(_folder["lake"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_path_leaves_the_root_and_no_two_keys_share_one() =>
        Prop.ForAll(HostileKeys.Any().ToArbitrary(), HostileKeys.Any().ToArbitrary(), (key, other) =>
            Path.GetFullPath(_store.PathOf(key)) == _store.PathOf(key)
            && _store.PathOf(key).StartsWith(_store.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && (key == other) == (_store.PathOf(key) == _store.PathOf(other)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("tables/orders/pa_date=2026-01-01/channel=B2B/run_id=orders-0123456789abcdef/a1/part-0-0.parquet")]
    [InlineData("datasets/duff_orders/current.json")]
    [InlineData("tables/orders/channel=a%2Fb/part-3-1048576.parquet")]
    public void Keys_of_the_lake_are_their_own_paths(string key) =>
        Assert.Equal(key, Path.GetRelativePath(_store.Root, _store.PathOf(key)).Replace('\\', '/'));

    [Theory]
    [InlineData("../../etc/passwd", "~2e~2e/~2e~2e/etc/passwd~")]
    [InlineData("CON.json", "~43ON.json")]
    [InlineData("a//b.", "a/~-/b~2e~")]
    [InlineData("é:*", "~u00e9~3a~2a~")]
    public void Other_keys_are_escaped(string key, string path) => Assert.Equal(path, KeyPath.OfObject(key));

    [Fact]
    public async Task Files_that_are_not_objects_are_not_listed()
    {
        await WriteAsync("a/b.csv", "1");
        await using var underWay = await Store.CreateAsync("a/c.csv", WriteCondition.None, default);
        await File.WriteAllTextAsync(Path.Combine(_store.Root, "a", ".DS_Store"), "");
        await File.WriteAllTextAsync(Path.Combine(_store.Root, "a", "no-dot"), "");
        await File.WriteAllTextAsync(Path.Combine(_store.Root, "~zz.csv"), "");

        Assert.Equal(["a/b.csv"], await KeysAsync(""));
    }

    [Fact]
    public async Task An_abandoned_write_leaves_no_file()
    {
        await using (var upload = await Store.CreateAsync("a", WriteCondition.None, default))
            await upload.Body.WriteAsync(new byte[1 << 20]);

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Objects_that_are_not_written_with_others_leave_no_file(int objects)
    {
        var writes = Enumerable.Range(0, objects).Select(
            index => new ObjectWrite($"a/{index}", "1"u8.ToArray(), WriteCondition.IfMatch("none")));

        await Store.WriteAllAsync([.. writes], default);

        Assert.All(
            Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories),
            path => Assert.Contains(".locks", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_object_replaces_only_the_one_that_is_named()
    {
        var written = await Store.WriteAllAsync([new("a", default, WriteCondition.IfMatch("none"))], default);

        Assert.Null(Assert.Single(written));
        Assert.Null(await Store.StatAsync("a", default));
    }

    [Fact]
    public void A_location_is_a_path_without_escapes()
    {
        var root = _store.Root.Replace('\\', '/');

        Assert.EndsWith($"/{root.TrimStart('/')}/", _store.LocationOf(""), StringComparison.Ordinal);
        Assert.StartsWith("file:///", _store.LocationOf(""), StringComparison.Ordinal);
        Assert.DoesNotContain("file:////", _store.LocationOf(""), StringComparison.Ordinal);
        Assert.Equal(_store.LocationOf("") + "a b/c.csv", _store.LocationOf("a b/c.csv").Replace("~20", " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_cancelled_does_not_begin()
    {
        await WriteAsync("a.csv", "1");
        var (stat, file) = ((await Store.StatAsync("a.csv", default))!, _folder["draft"]);
        await File.WriteAllTextAsync(file, "2");
        var cancelled = new CancellationToken(canceled: true);

        foreach (var call in (Func<Task>[])
            [
                () => Store.StatAsync("a.csv", cancelled),
                () => Store.OpenAsync(stat, cancelled),
                () => Store.CreateAsync("b.csv", WriteCondition.None, cancelled),
                () => _store.MoveInAsync("b.csv", file, cancelled),
                () => Store.ListAsync("", cancelled).CountAsync().AsTask(),
                () => Store.WriteAllAsync([new("b.csv", default, WriteCondition.None)], cancelled),
                () => Store.DeleteAsync("a.csv", cancelled),
                () => Store.FlushDeletionsAsync(cancelled),
            ])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);

        Assert.Equal(["a.csv"], await KeysAsync(""));
        await Store.FlushDeletionsAsync(default);
    }

    [Fact]
    public async Task A_file_moved_in_becomes_an_object_and_leaves_its_place()
    {
        await WriteAsync("a/b", "1");
        var file = _folder["draft"];
        await File.WriteAllTextAsync(file, "22");

        var moved = await _store.MoveInAsync("a/b", file, default);

        Assert.Equal(moved, await Store.StatAsync("a/b", default));
        Assert.Equal("22", await ReadAsync("a/b"));
        Assert.False(File.Exists(file));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_store.Root, FolderObjectStore.UploadFolder)));
    }

    [Fact]
    public async Task A_failed_condition_leaves_only_the_winners_file()
    {
        await WriteAsync("a.csv", "1");
        await WriteAsync("a.csv", "2", WriteCondition.IfAbsent);

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_store.Root, FolderObjectStore.UploadFolder)));
    }

    [Fact]
    public async Task Deleting_the_last_object_of_a_folder_deletes_the_folder()
    {
        await WriteAsync("a/b/c.csv", "1");
        await WriteAsync("a/d.csv", "1");
        await Store.DeleteAsync("a/b/c.csv", default);

        Assert.False(Directory.Exists(Path.Combine(_store.Root, "a", "b")));
        Assert.True(Directory.Exists(_store.Root));
    }

    [Fact]
    public async Task Two_processes_may_delete_the_same_objects_concurrently()
    {
        for (var round = 0; round < 40; round++)
        {
            string[] keys = [.. Enumerable.Range(0, 12).Select(index => $"deep/{round}/{index}.csv")];
            foreach (var key in keys)
                await WriteAsync(key, "1");

            await Task.WhenAll(
                new[] { Store, OpenAgain() }.SelectMany(store => keys.Select(key => Task.Run(() => store.DeleteAsync(key, default)))));

            Assert.Empty(await KeysAsync(""));
        }
    }

    [Fact]
    public async Task Writers_and_deleters_in_one_folder_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.NotNull(await WriteAsync($"deep/er/{writer}.csv", "1"));
                await Store.DeleteAsync($"deep/er/{writer}.csv", default);
            }
        })));

        Assert.Empty(await KeysAsync(""));
    }

    [Fact]
    public async Task An_unwritable_store_is_a_transient_failure_with_its_path()
    {
        await File.WriteAllTextAsync(_folder["lake"], "a file where the folder should be");

        var failure = await Assert.ThrowsAsync<TransientException>(() => WriteAsync("a", "1"));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
        Assert.Contains(_store.Root, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_changed_in_place_during_a_read_fails_the_read()
    {
        var stat = await WriteAsync("a", "old content");
        await using var source = await Store.OpenAsync(stat!, default);
        await File.AppendAllTextAsync(_store.PathOf("a"), "more");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => ReadAsync(source, 0, 3));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }

    [Fact]
    public async Task A_write_is_later_than_the_one_it_replaces_even_if_the_clock_went_back()
    {
        var content = new string('x', (1 << 20) + 1);
        await WriteAsync("a", content);
        File.SetLastWriteTimeUtc(_store.PathOf("a"), DateTime.UtcNow.AddDays(1));
        var before = (await Store.StatAsync("a", default))!;
        var after = (await WriteAsync("a", content))!;

        Assert.True(after.LastModified > before.LastModified);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal(after, await Store.StatAsync("a", default));
    }

    [Fact]
    public async Task A_file_deleted_during_a_read_fails_the_read()
    {
        var stat = await WriteAsync("a", "old content");
        await using var source = await Store.OpenAsync(stat!, default);
        await Store.DeleteAsync("a", default);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => ReadAsync(source, 0, 3));

        Assert.Equal(ProblemCode.SourceChanged, failure.Code);
    }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.Store;

/// <summary>Readers of a document that is being replaced get the old one or the new one, and never fail.</summary>
public sealed class DocumentTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_replaced_just_before_it_is_opened_is_read_in_its_new_version()
    {
        var store = new FolderObjectStore(_folder.Path);
        await ShowAsync(store, 1);

        var read = await new Snapshots(new SwappedBeforeOpen(store, () => ShowAsync(store, 2))).CurrentAsync(default);

        Assert.Equal(IdOf(2), read?.Id);
    }

    [Fact]
    public async Task Readers_of_the_snapshot_pointer_never_fail_and_never_go_back()
    {
        var store = new FolderObjectStore(_folder.Path);
        await ShowAsync(store, 0);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntilAsync(done.Token))).ToList();

        for (var number = 1; number <= 200; number++)
            await ShowAsync(store, number);
        await done.CancelAsync();

        await Task.WhenAll(readers);
    }

    async Task ReadUntilAsync(CancellationToken done)
    {
        var snapshots = new Snapshots(new FolderObjectStore(_folder.Path));
        var last = IdOf(0);
        while (!done.IsCancellationRequested)
        {
            var id = (await snapshots.CurrentAsync(default))?.Id;
            Assert.True(string.CompareOrdinal(id, last) >= 0, $"{id} came after {last}.");
            last = id!;
        }
    }

    static async Task ShowAsync(FolderObjectStore store, int number)
    {
        var snapshot = new Snapshot(
            IdOf(number), DateTimeOffset.UnixEpoch, new Dictionary<string, DateOnly>(), new Dictionary<string, string>(),
            new Dictionary<string, ModelVersion>(), new Dictionary<string, DatasetVersion>());
        await store.WriteAsync(LakeKeys.Snapshot(snapshot.Id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, default);
        await store.WriteAsync(
            LakeKeys.CurrentSnapshot,
            new(snapshot.Id, snapshot.At),
            SnapshotJson.Default.SnapshotPointer,
            WriteCondition.None,
            default);
    }

    static string IdOf(int number) => $"s{number:D4}";

    /// <summary>Lets another writer replace the object once, between this reader's stat and open.</summary>
    sealed class SwappedBeforeOpen(FolderObjectStore store, Func<Task> swap) : IObjectStore
    {
        bool _swapped;

        public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
        {
            if (!_swapped)
                await swap();
            _swapped = true;
            return await store.OpenAsync(stat, cancellationToken);
        }

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            store.CreateAsync(key, condition, cancellationToken);

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            store.ListAsync(keys, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
    }
}

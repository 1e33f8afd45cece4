using System.Collections.Concurrent;
using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>The documents of a batch's runs are written together, so that a store flushes once for all of them.</summary>
public sealed class GroupedWritesTests
{
    [Fact]
    public async Task The_number_of_writes_of_a_batch_does_not_follow_its_files()
    {
        var (few, many) = (await WritesAsync(4), await WritesAsync(40));

        Assert.Equal(few.Groups, many.Groups);
        Assert.Equal(few.Singles, many.Singles);
    }

    static async Task<(int Groups, int Singles)> WritesAsync(int files)
    {
        var (landing, store) = (new VersionedLanding(), new GroupStore(new MemoryStore()));
        var world = new BatchWorld(landing, store);
        var stats = SmallFiles.PutIn(
            landing,
            Enumerable.Range(1, files).Select(
                file => ($"duff/orders/f{file:D3}.csv", Csv.Bytes(Csv.Header + Csv.Rows(2, file * 10)))));

        await world.TogetherAsync(await world.BeginTogetherAsync(stats));

        Assert.Equal(files, await store.ListAsync("runs/", default).CountAsync());
        return (store.Groups, store.Singles);
    }

    /// <summary>Counts the groups of writes, and the writes outside of them.</summary>
    sealed class GroupStore(MemoryStore inner) : IObjectStore
    {
        readonly ConcurrentQueue<string> _singles = [];
        int _groups;

        public int Groups => _groups;

        public int Singles => _singles.Count;

        public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => inner.StatAsync(key, cancellationToken);

        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
            inner.OpenAsync(stat, cancellationToken);

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
        {
            _singles.Enqueue(key);
            return inner.CreateAsync(key, condition, cancellationToken);
        }

        public Task<IReadOnlyList<ObjectStat?>> WriteAllAsync(IReadOnlyList<ObjectWrite> writes, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _groups);
            return ((IObjectStore)inner).WriteAllAsync(writes, cancellationToken);
        }

        public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
            inner.ListAsync(keys, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
    }
}

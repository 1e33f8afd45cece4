using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Dies at a write or a delete: before it, or after it has happened.</summary>
/// <param name="with">Another store of the same process: both die together, and their writes count together.</param>
sealed class DyingStore(MemoryStore inner, DyingStore? with = null) : IObjectStore
{
    readonly Life _life = with?._life ?? new();

    public sealed class Death : Exception;

    public bool IsDead => _life.IsDead;

    public void DieAt(int write, bool isWritten) => (_life.Left, _life.IsWritten) = (write, isWritten);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        Live(inner.StatAsync(key, cancellationToken));

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        Live(inner.OpenAsync(stat, cancellationToken));

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        new Upload(this, await Live(inner.CreateAsync(key, condition, cancellationToken)));

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        IsDead ? throw new Death() : inner.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await inner.DeleteAsync(key, cancellationToken);
        return true;
    });

    async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        if (IsDead)
            throw new Death();
        if (Interlocked.Decrement(ref _life.Left) >= 0)
            return await write();
        var isFirst = !IsDead;
        _life.IsDead = true;
        if (_life.IsWritten && isFirst)
            await write();
        throw new Death();
    }

    Task<T> Live<T>(Task<T> read) => IsDead ? throw new Death() : read;

    sealed class Upload(DyingStore store, IObjectUpload inner) : IObjectUpload
    {
        public Stream Body => inner.Body;

        public Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken) =>
            store.WriteAsync(() => inner.CommitAsync(cancellationToken));

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    sealed class Life
    {
        public int Left = int.MaxValue;

        public bool IsWritten { get; set; }

        public bool IsDead { get; set; }
    }
}

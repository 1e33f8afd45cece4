using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>The process dies. It is no failure of a store, so nothing handles it.</summary>
sealed class Killed : Exception;

/// <summary>A store whose process can die at any change: before it, or right after it. It remembers every content of one key.</summary>
sealed class MortalStore(IObjectStore inner, string remembered) : IObjectStore
{
    readonly List<byte[]> _contents = [];
    int _left = int.MaxValue;
    bool _isAfter;
    bool _isDead;
    string _mortal = "";
    int _changes;

    /// <summary>Changes since the last birth.</summary>
    public int Changes => _changes;

    /// <summary>What the key held, the oldest first.</summary>
    public IReadOnlyList<byte[]> Contents
    {
        get
        {
            lock (_contents)
                return [.. _contents];
        }
    }

    /// <summary>A new process.</summary>
    /// <param name="changes">Changes until it dies; null: it lives.</param>
    /// <param name="after">Whether the last change is made.</param>
    /// <param name="prefix">Only changes of keys that begin with it count.</param>
    public void Live(int? changes = null, bool after = false, string prefix = "") =>
        (_left, _isAfter, _isDead, _changes, _mortal) = (changes ?? int.MaxValue, after, false, 0, prefix);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        Alive(() => inner.StatAsync(key, cancellationToken));

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        Alive(() => inner.OpenAsync(stat, cancellationToken));

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        new Upload(this, key, key == remembered, await Alive(() => inner.CreateAsync(key, condition, cancellationToken)));

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        _isDead ? throw new Killed() : inner.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => ChangeAsync(key, async () =>
    {
        await inner.DeleteAsync(key, cancellationToken);
        return true;
    });

    T Alive<T>(Func<T> call) => _isDead ? throw new Killed() : call();

    async Task<T> ChangeAsync<T>(string key, Func<Task<T>> change)
    {
        if (_isDead)
            throw new Killed();
        if (!key.StartsWith(_mortal, StringComparison.Ordinal))
            return await change();
        Interlocked.Increment(ref _changes);
        if (Interlocked.Decrement(ref _left) != 0)
            return await change();
        _isDead = true;
        if (_isAfter)
            await change();
        throw new Killed();
    }

    sealed class Upload(MortalStore store, string key, bool isRemembered, IObjectUpload upload) : IObjectUpload
    {
        readonly MemoryStream _content = new();

        public Stream Body => isRemembered ? _content : upload.Body;

        public Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken) =>
            store.ChangeAsync(key, () => isRemembered ? RememberAsync(cancellationToken) : upload.CommitAsync(cancellationToken));

        public ValueTask DisposeAsync() => upload.DisposeAsync();

        async Task<ObjectStat?> RememberAsync(CancellationToken cancellationToken)
        {
            await upload.Body.WriteAsync(_content.ToArray(), cancellationToken);
            var written = await upload.CommitAsync(cancellationToken);
            if (written is not null)
            {
                lock (store._contents)
                    store._contents.Add(_content.ToArray());
            }

            return written;
        }
    }
}

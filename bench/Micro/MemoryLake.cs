using System.Collections.Concurrent;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Micro;

/// <summary>A store in memory.</summary>
/// <remarks>As with every store, several threads may use it: a chunk writes its rows and its rejects side by side.</remarks>
/// <param name="keepsParts">Whether it keeps Parquet parts; otherwise their bytes are dropped.</param>
sealed class MemoryLake(bool keepsParts = false) : IObjectStore
{
    readonly ConcurrentDictionary<string, (byte[] Content, ObjectStat Stat)> _objects = new(StringComparer.Ordinal);

    public ObjectStat Put(string key, byte[] content)
    {
        var stat = new ObjectStat(key, content.Length, $"{content.Length}", DateTimeOffset.UnixEpoch);
        _objects[key] = (content, stat);
        return stat;
    }

    public byte[] ContentOf(string key) => _objects[key].Content;

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(_objects.TryGetValue(key, out var found) ? found.Stat : null);

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        Task.FromResult<IByteSource>(new MemoryByteSource(_objects[stat.Key].Content));

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectUpload>(
            !keepsParts && key.EndsWith(".parquet", StringComparison.Ordinal) ? new Discarded(key) : new Kept(this, key));

    public async IAsyncEnumerable<ObjectStat> ListAsync(
        KeyRange keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var found = _objects.Where(entry => keys.Wants(entry.Key)).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        foreach (var (_, (_, stat)) in found.Take(keys.Most ?? int.MaxValue).ToList())
            yield return stat;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    sealed class Kept(MemoryLake lake, string key) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ObjectStat?>(lake.Put(key, _body.ToArray()));

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }

    sealed class Discarded(string key) : IObjectUpload
    {
        public Stream Body => Stream.Null;

        public Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ObjectStat?>(new(key, 0, "discarded", DateTimeOffset.UnixEpoch));

        public ValueTask DisposeAsync() => default;
    }
}

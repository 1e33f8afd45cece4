using System.Collections.Concurrent;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.ChunkLaw;

/// <summary>An object store in memory.</summary>
sealed class MemoryStore : IObjectStore
{
    readonly ConcurrentDictionary<string, (byte[] Content, ObjectStat Stat)> _objects;
    int _writes;

    public MemoryStore() => _objects = new(StringComparer.Ordinal);

    /// <param name="from">The objects that it begins with, with their versions.</param>
    public MemoryStore(MemoryStore from) => (_objects, _writes) = (new(from._objects, StringComparer.Ordinal), from._writes);

    public ObjectStat Put(string key, byte[] content)
    {
        var write = Interlocked.Increment(ref _writes);
        var stat = new ObjectStat(key, content.Length, $"{write}", DateTimeOffset.UnixEpoch.AddSeconds(write));
        _objects[key] = (content, stat);
        return stat;
    }

    public IEnumerable<KeyValuePair<string, byte[]>> Under(string prefix) =>
        from entry in _objects.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
        select new KeyValuePair<string, byte[]>(entry.Key, entry.Value.Content);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(_objects.TryGetValue(key, out var found) ? found.Stat : null);

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        _objects.TryGetValue(stat.Key, out var found) && found.Stat.ETag == stat.ETag
            ? Task.FromResult<IByteSource>(new MemoryByteSource(found.Content))
            : throw new TerminalException(ProblemCode.SourceChanged, $"{stat.Key} is another version now.");

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectUpload>(new Upload(this, key, condition));

    public async IAsyncEnumerable<ObjectStat> ListAsync(
        KeyRange keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (key, _) in Under(keys.Prefix).Where(entry => keys.Wants(entry.Key)).Take(keys.Most ?? int.MaxValue).ToList())
            yield return _objects[key].Stat;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    sealed class Upload(MemoryStore store, string key, WriteCondition condition) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            var current = await store.StatAsync(key, cancellationToken);
            var holds = (!condition.OnlyIfAbsent || current is null) && (condition.OnlyIfETag is not { } etag || current?.ETag == etag);
            return holds ? store.Put(key, _body.ToArray()) : null;
        }

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }
}

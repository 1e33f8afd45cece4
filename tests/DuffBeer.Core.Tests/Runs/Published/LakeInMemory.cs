using System.Collections.Concurrent;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Runs.Published;

/// <summary>A lake in memory that counts its calls and calls back before a write happens.</summary>
/// <remarks>As with every store, several threads may use it.</remarks>
/// <param name="before">A lake with the same objects: this one is as a new process sees it.</param>
sealed class LakeInMemory(LakeInMemory? before = null) : IObjectStore
{
    readonly ConcurrentDictionary<string, (byte[] Content, string ETag)> _objects = before?._objects ?? new(StringComparer.Ordinal);
    readonly Lock _writing = before?._writing ?? new();
    int _calls;

    /// <summary>Reads, writes and looks: all but lists.</summary>
    public int Calls => _calls;

    /// <summary>Gets the key of each write before it happens; it may throw, or write itself.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<string> Keys => [.. _objects.Keys.Order(StringComparer.Ordinal)];

    public byte[] this[string key] => _objects[key].Content;

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Task.FromResult(StatOf(key));
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return _objects.TryGetValue(stat.Key, out var found) && found.ETag == stat.ETag
            ? Task.FromResult<IByteSource>(new MemoryByteSource(found.Content))
            : throw new TerminalException(ProblemCode.SourceChanged, $"{stat.Key} is another version now.");
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectUpload>(new Upload(this, key, condition));

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        _objects.Keys.Where(keys.Wants).Order(StringComparer.Ordinal).Take(keys.Most ?? int.MaxValue).Select(key => StatOf(key)!).ToList()
            .ToAsyncEnumerable();

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    ObjectStat? StatOf(string key) =>
        _objects.TryGetValue(key, out var found) ? new(key, found.Content.Length, found.ETag, default) : null;

    sealed class Upload(LakeInMemory lake, string key, WriteCondition condition) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref lake._calls);
            await lake.BeforeWrite(key);
            lock (lake._writing)
            {
                var current = lake.StatOf(key);
                if ((condition.OnlyIfAbsent && current is not null) || (condition.OnlyIfETag is { } etag && current?.ETag != etag))
                    return null;
                lake._objects[key] = (_body.ToArray(), Guid.NewGuid().ToString("N"));
                return lake.StatOf(key);
            }
        }

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }
}

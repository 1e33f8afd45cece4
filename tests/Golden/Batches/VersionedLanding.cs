using System.Collections.Concurrent;
using System.Globalization;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Landing in memory that keeps all versions of a key.</summary>
sealed class VersionedLanding : IObjectStore
{
    static readonly DateTimeOffset s_first = Home.Now.AddDays(-1);

    readonly ConcurrentDictionary<string, byte[]> _content = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, ObjectStat> _latest = new(StringComparer.Ordinal);
    int _versions;

    /// <summary>Each version is a second newer than the one before.</summary>
    public ObjectStat Put(string key, byte[] content)
    {
        var version = ++_versions;
        var name = version.ToString(CultureInfo.InvariantCulture);
        _content[$"{key} {name}"] = content;
        return _latest[key] = new(key, content.Length, name, s_first.AddSeconds(version), name);
    }

    public void Clear()
    {
        _content.Clear();
        _latest.Clear();
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        _content.TryGetValue($"{stat.Key} {stat.ETag}", out var content)
            ? Task.FromResult<IByteSource>(new MemoryByteSource(content))
            : throw new TerminalException(ProblemCode.SourceMissing, $"{stat.Key} is gone.");

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(_latest.GetValueOrDefault(key));

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
}

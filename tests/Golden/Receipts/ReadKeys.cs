using System.Collections.Concurrent;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>Records which objects are read.</summary>
sealed class ReadKeys(IObjectStore store) : IObjectStore
{
    readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _keys.Keys.Order(StringComparer.Ordinal);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

    public Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        store.StatAsync(key, version, cancellationToken);

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        _keys[stat.Key] = true;
        return store.OpenAsync(stat, cancellationToken);
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Verification wrote {key}.");

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        store.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Verification deleted {key}.");
}

using DuffBeer.Core.Ports;

namespace DuffBeer.Bench.Maintain;

/// <summary>Counts the calls of a store.</summary>
sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    int _calls;

    public int Calls => _calls;

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return inner.StatAsync(key, cancellationToken);
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return inner.OpenAsync(stat, cancellationToken);
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return inner.CreateAsync(key, condition, cancellationToken);
    }

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return inner.ListAsync(keys, cancellationToken);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return inner.DeleteAsync(key, cancellationToken);
    }
}

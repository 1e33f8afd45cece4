using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Tests.Shared;

/// <summary>Counts what S3 would count as requests: each page of a list is one.</summary>
sealed class CountingStore(IObjectStore store) : IObjectStore
{
    const int PageKeys = 1_000;

    int _calls;

    public int Calls => _calls;

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return store.StatAsync(key, cancellationToken);
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return store.OpenAsync(stat, cancellationToken);
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return store.CreateAsync(key, condition, cancellationToken);
    }

    public async IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var listed = 0;
        await foreach (var stat in store.ListAsync(keys, cancellationToken))
        {
            if (++listed % PageKeys == 0)
                Interlocked.Increment(ref _calls);
            yield return stat;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return store.DeleteAsync(key, cancellationToken);
    }
}

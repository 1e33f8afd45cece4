using DuffBeer.Core.Ports;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>A store with an action before each write, which may wait or fail.</summary>
sealed class WriteHook(IObjectStore store, Func<string, Task> beforeWrite) : IObjectStore
{
    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        await beforeWrite(key);
        return await store.CreateAsync(key, condition, cancellationToken);
    }

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => store.StatAsync(key, cancellationToken);

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) => store.OpenAsync(stat, cancellationToken);

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        store.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
}

using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>Calls the test before a change, or before an object is opened.</summary>
sealed class HookedStore(IObjectStore inner) : IObjectStore
{
    public Func<string, Task?> Deleting { get; init; } = _ => null;

    public Func<string, Task?> Writing { get; init; } = _ => null;

    public Func<string, Task?> Opening { get; init; } = _ => null;

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => inner.StatAsync(key, cancellationToken);

    public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        await (Opening(stat.Key) ?? Task.CompletedTask);
        return await inner.OpenAsync(stat, cancellationToken);
    }

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        await (Writing(key) ?? Task.CompletedTask);
        return await inner.CreateAsync(key, condition, cancellationToken);
    }

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        inner.ListAsync(keys, cancellationToken);

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await (Deleting(key) ?? Task.CompletedTask);
        await inner.DeleteAsync(key, cancellationToken);
    }
}

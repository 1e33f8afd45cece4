using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Local.Wiring;

/// <summary>A landing bucket plus local files that were ingested in place.</summary>
/// <remarks>
/// A file's version is a hash, which no object version is, so a run always knows which of the two it reads. Lists contain only the bucket.
/// </remarks>
sealed class LandingWithFiles(LandingStore files, IObjectStore bucket) : IObjectStore, IDisposable
{
    public async Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) =>
        await bucket.StatAsync(key, cancellationToken) ?? await files.StatAsync(key, cancellationToken);

    public async Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        await FileAsync(key, version, cancellationToken) ?? await bucket.StatAsync(key, version, cancellationToken);

    public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        await FileAsync(stat.Key, stat.Version, cancellationToken) is not null
            ? await files.OpenAsync(stat, cancellationToken)
            : await bucket.OpenAsync(stat, cancellationToken);

    public async Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
        condition.OnlyIfETag is { } etag && await FileAsync(key, etag, cancellationToken) is null
            ? await bucket.CreateAsync(key, condition, cancellationToken)
            : await files.CreateAsync(key, condition, cancellationToken);

    public async Task DeleteOldVersionsAsync(ObjectStat newest, CancellationToken cancellationToken)
    {
        if (await FileAsync(newest.Key, newest.Version, cancellationToken) is null)
            await bucket.DeleteOldVersionsAsync(newest, cancellationToken);
    }

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken) =>
        bucket.ListAsync(keys, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => files.DeleteAsync(key, cancellationToken);

    public void Dispose() => (bucket as IDisposable)?.Dispose();

    async Task<ObjectStat?> FileAsync(string key, string? version, CancellationToken cancellationToken) =>
        version is not null && await files.StatAsync(key, cancellationToken) is { } file && file.Version == version ? file : null;
}

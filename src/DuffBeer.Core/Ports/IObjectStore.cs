namespace DuffBeer.Core.Ports;

/// <summary>One version of one object.</summary>
/// <param name="ETag">Differs whenever the content does; what conditional writes and reads compare.</param>
/// <param name="Version">The store's own version id; null where it keeps none.</param>
public sealed record ObjectStat(string Key, long Size, string ETag, DateTimeOffset LastModified, string? Version = null);

/// <summary>When a write may take place.</summary>
public readonly record struct WriteCondition(bool OnlyIfAbsent = false, string? OnlyIfETag = null)
{
    public static readonly WriteCondition None;
    public static readonly WriteCondition IfAbsent = new(OnlyIfAbsent: true);
    public static WriteCondition IfMatch(string etag) => new(OnlyIfETag: etag);
}

/// <summary>Whole objects under string keys: S3 in the cloud, a folder on a laptop. Keys use <c>/</c>.</summary>
/// <remarks>
/// An adapter lets only two exceptions out (cancellation apart): <see cref="Failures.TransientException"/> where a retry may help,
/// <see cref="Failures.TerminalException"/> where it cannot. Calls may come from many threads at once; one upload belongs to one of them.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The object's newest version; null where there is none.</summary>
    Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken);

    /// <summary>One version of the object; null where it is gone or the store has none of that id.</summary>
    /// <remarks>A store that keeps only the newest version needs no more than this.</remarks>
    async Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        await StatAsync(key, cancellationToken) is { } newest && newest.Version == version ? newest : null;

    /// <summary>Opens the object for ranged reads of exactly the version that <paramref name="stat"/> describes.</summary>
    /// <remarks>Where it is gone, <c>SourceMissing</c>; where it changed, also in mid-read, <c>SourceChanged</c>: both terminal.</remarks>
    Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken);

    /// <summary>Begins a whole-or-nothing write: nothing is seen under the key until it is committed.</summary>
    Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Lists objects whose key starts with <paramref name="prefix"/>, in ordinal order of their keys.</summary>
    IAsyncEnumerable<ObjectStat> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes the object; deleting what is not there is no error.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>A write under way. Disposed without a commit it leaves nothing behind.</summary>
public interface IObjectUpload : IAsyncDisposable
{
    Stream Body { get; }

    /// <summary>Makes the object visible, replacing what was there. Null: the write's condition did not hold and nothing was changed.</summary>
    Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken);
}

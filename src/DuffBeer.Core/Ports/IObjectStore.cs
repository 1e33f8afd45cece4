namespace DuffBeer.Core.Ports;

/// <summary>One version of one object.</summary>
/// <param name="ETag">Changes whenever the content does; conditional writes and reads compare it.</param>
/// <param name="Version">The store's own version id; null if it keeps none.</param>
public sealed record ObjectStat(string Key, long Size, string ETag, DateTimeOffset LastModified, string? Version = null);

/// <summary>When a write may take place.</summary>
public readonly record struct WriteCondition(bool OnlyIfAbsent = false, string? OnlyIfETag = null)
{
    public static readonly WriteCondition None;
    public static readonly WriteCondition IfAbsent = new(OnlyIfAbsent: true);
    public static WriteCondition IfMatch(string etag) => new(OnlyIfETag: etag);
}

/// <summary>Which objects a list contains. A prefix alone means all objects below it.</summary>
/// <param name="After">Only keys after this one in ordinal order; null for all.</param>
/// <param name="Most">The list ends after this many objects; null for all.</param>
/// <param name="IsShallow">Leaves out keys with a <c>/</c> behind the prefix.</param>
public readonly record struct KeyRange(string Prefix, string? After = null, int? Most = null, bool IsShallow = false)
{
    public static implicit operator KeyRange(string prefix) => new(prefix);

    /// <summary>Whether the list may contain the key; <see cref="Most"/> is up to the store.</summary>
    public bool Wants(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && (After is null || string.CompareOrdinal(key, After) > 0)
        && !(IsShallow && key.AsSpan(Prefix.Length).Contains('/'));
}

/// <summary>Whole objects under string keys: S3 in the cloud, a folder on a laptop. Keys use <c>/</c>.</summary>
/// <remarks>
/// An adapter throws only two exceptions besides cancellation: <see cref="Failures.TransientException"/> if a retry may help,
/// <see cref="Failures.TerminalException"/> if it cannot. Calls may be concurrent; an upload belongs to one caller.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The object's newest version; null if there is none.</summary>
    Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken);

    /// <summary>One version of the object; null if it is gone or never existed.</summary>
    /// <remarks>A store that keeps only the newest version can use this default.</remarks>
    async Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        await StatAsync(key, cancellationToken) is { } newest && newest.Version == version ? newest : null;

    /// <summary>Opens the object for ranged reads of exactly the version that <paramref name="stat"/> describes.</summary>
    /// <remarks>
    /// Both failures are terminal: <c>SourceMissing</c> if the version is gone, <c>SourceChanged</c> if it changed, even during a read.
    /// </remarks>
    Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken);

    /// <summary>Begins an atomic write: nothing is visible under the key until it is committed.</summary>
    Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Writes small objects together. Null for each whose condition failed and which did not change.</summary>
    /// <remarks>
    /// Each is written whole or not at all, in no order, and stays once the call returns. If it fails, some are written and others are not.
    /// A store that gains nothing from writing them together can use this default.
    /// </remarks>
    async Task<IReadOnlyList<ObjectStat?>> WriteAllAsync(IReadOnlyList<ObjectWrite> writes, CancellationToken cancellationToken) =>
        writes is [var only]
            ? [await only.ToAsync(this, cancellationToken)]
            : await SideBySide.SelectAsync(
                writes, ObjectWrite.AtATime, (write, running) => write.ToAsync(this, running), cancellationToken);

    /// <summary>Lists objects in ordinal order of their keys.</summary>
    /// <remarks>A store reads neither what comes before <see cref="KeyRange.After"/> nor much more than the caller takes.</remarks>
    IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken);

    /// <summary>Deletes the object; a missing object is not an error.</summary>
    /// <remarks>A power cut may bring it back, until <see cref="FlushDeletionsAsync"/> returns.</remarks>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Makes the deletions of every process permanent.</summary>
    /// <remarks>A store in which each is permanent at once can use this default.</remarks>
    Task FlushDeletionsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deletes every other version of the object.</summary>
    /// <remarks>A store that keeps only the newest version can use this default.</remarks>
    Task DeleteOldVersionsAsync(ObjectStat newest, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A write under way. Disposing it without a commit leaves nothing behind.</summary>
public interface IObjectUpload : IAsyncDisposable
{
    Stream Body { get; }

    /// <summary>Makes the object visible, replacing the previous one. Null if the write's condition failed and nothing changed.</summary>
    Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>A bucket as a folder. Objects are files, named by <see cref="KeyPath"/>.</summary>
/// <remarks>
/// A file is written to a temporary name, flushed and renamed, so a kill or a power cut leaves the old object or the new one. From the
/// check of the condition to the rename, all writers of a key, in this and other processes, are serialised by a lock. Lists leave out names
/// that begin with a dot and names that stand for no key.
/// </remarks>
public sealed class FolderObjectStore(string root) : IObjectStore
{
    /// <summary>The folder of unfinished writes, in the root. What a crash left may be deleted when no process is writing.</summary>
    public const string UploadFolder = ".tmp";

    const string LockFolder = ".locks";

    /// <summary>Objects up to this size have a hash as etag, so two writes within one tick of the file system's clock differ.</summary>
    const int HashedSize = 1 << 20;

    readonly KeyLocks _locks = new(Path.Combine(Path.GetFullPath(root), LockFolder));

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The absolute path of the file that holds the object, whether it exists or not.</summary>
    public string PathOf(string key) => Path.Combine(Root, KeyPath.OfObject(key).Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The absolute URI of the object's file, or of the root with a final slash for the empty key.</summary>
    /// <remarks>Nothing is escaped, because readers of Iceberg take a location as the path itself.</remarks>
    public string LocationOf(string key)
    {
        var path = (key.Length == 0 ? Root + Path.DirectorySeparatorChar : PathOf(key)).Replace(Path.DirectorySeparatorChar, '/');
        return $"file://{(path.StartsWith('/') ? "" : "/")}{path}";
    }

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Stat(key, PathOf(key)));
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(FileVersion.Open(PathOf(stat.Key), stat.ETag, ETagOf));
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IObjectUpload>(Begin(key, condition, _ => { }, FileMode.CreateNew));
    }

    /// <summary>Moves a finished file into the store. On the lake's own volume no byte is copied.</summary>
    internal async Task<ObjectStat> MoveInAsync(string key, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var upload = Begin(key, WriteCondition.None, temporary => File.Move(path, temporary), FileMode.Open);
        return (await upload.CommitAsync(cancellationToken))!;
    }

    FileUpload Begin(string key, WriteCondition condition, Action<string> bring, FileMode mode)
    {
        var uploads = Path.Combine(Root, UploadFolder);
        var temporary = Path.Combine(uploads, UploadName.New());
        var file = FileFailure.Guard(temporary, () =>
        {
            DurableFiles.CreateFolder(uploads);
            bring(temporary);
            return new FileStream(temporary, mode, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        });
        return new(file, token => CommitAsync(key, condition, file, token));
    }

    public async IAsyncEnumerable<ObjectStat> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        var start = Path.Combine(Root, KeyPath.OfFolder(folder).Replace('/', Path.DirectorySeparatorChar));
        var found = FileFailure.Guard(start, () => FolderWalk.Files(start, folder, KeyPath.FolderText, KeyPath.FileText)
            .Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal) && PathOf(file.Key) == file.Path)
            .ToList());
        found.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach (var (key, path) in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stat(key, path) is { } stat)
                yield return stat;
        }

        await Task.CompletedTask;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return;
        using var turn = await _locks.AcquireAsync(key, cancellationToken);
        FileFailure.Guard(path, () =>
        {
            try
            {
                File.Delete(path);
            }
            catch (DirectoryNotFoundException)
            {
                // Another process has deleted the last object and the folder.
                return;
            }

            FolderWalk.DeleteEmptyFolders(Path.GetDirectoryName(path)!, Root);
        });
    }

    async Task<ObjectStat?> CommitAsync(string key, WriteCondition condition, FileStream file, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var temporary = file.Name;
        string? hash = FileFailure.Guard(temporary, () =>
        {
            file.Flush(flushToDisk: true);
            return file.Length <= HashedSize ? Hash(file.SafeFileHandle, file.Length) : null;
        });
        await file.DisposeAsync();

        using var turn = await _locks.AcquireAsync(key, cancellationToken);
        return FileFailure.Guard(path, () =>
        {
            if (!Holds(condition, key, path))
                return null;
            var state = AfterOf(FileState.At(temporary)!.Value, FileState.At(path), temporary);
            DurableFiles.MoveInto(temporary, path);
            CostMeter.Spend(new() { BytesWritten = state.Size });
            return new ObjectStat(key, state.Size, hash ?? TimeTag(state), state.LastModified);
        });
    }

    static bool Holds(WriteCondition condition, string key, string path)
    {
        if (condition.OnlyIfAbsent && File.Exists(path))
            return false;
        return condition.OnlyIfETag is not { } etag || Stat(key, path)?.ETag == etag;
    }

    // Makes the new file later than the one it replaces: a large object's etag is its size and time, and clocks have ticks.
    static FileState AfterOf(FileState written, FileState? replaced, string temporary)
    {
        if (replaced is not { } old || written.WrittenUtc > old.WrittenUtc)
            return written;
        File.SetLastWriteTimeUtc(temporary, old.WrittenUtc.AddMilliseconds(1));
        return FileState.At(temporary)!.Value;
    }

    static ObjectStat? Stat(string key, string path) => FileVersion.Of(path, ETagOf) is { State: var state, ETag: var etag }
        ? new(key, state.Size, etag, state.LastModified)
        : null;

    static string ETagOf(SafeFileHandle file, FileState state) => state.Size <= HashedSize ? Hash(file, state.Size) : TimeTag(state);

    static string TimeTag(FileState state) => string.Create(CultureInfo.InvariantCulture, $"{state.Size:x}-{state.WrittenUtc.Ticks:x}");

    static string Hash(SafeFileHandle file, long size)
    {
        var content = new byte[size];
        var filled = 0;
        while (filled < content.Length && RandomAccess.Read(file, content.AsSpan(filled), filled) is > 0 and var read)
            filled += read;
        return Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, filled)).AsSpan(0, 16));
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Store;

/// <summary>A bucket as a folder. Objects are files, named by <see cref="KeyPath"/>.</summary>
/// <remarks>
/// A file is written to a temporary name, flushed and renamed, so a kill or a power cut leaves the old object or the new one. From the
/// check of the condition to the rename, all writers of a key, in this and other processes, are serialised by a lock. An etag is the size
/// and time of the file, so a list reads no content; a write is always later than those before it (<see cref="WriteTurn"/>). Lists leave
/// out names that begin with a dot and names that stand for no key.
/// </remarks>
public sealed class FolderObjectStore(string root) : IObjectStore
{
    /// <summary>The folder of unfinished writes, in the root. What a crash left may be deleted when no process is writing.</summary>
    public const string UploadFolder = ".tmp";

    const string LockFolder = ".locks";

    static readonly FolderWalk s_walk = new(
        name => name[0] == '.' ? null : KeyPath.FolderText(name), name => name[0] == '.' ? null : KeyPath.FileText(name));

    readonly KeyLocks _locks = new(Path.Combine(Path.GetFullPath(root), LockFolder));

    public string Root { get; } = Path.GetFullPath(root);

    string Uploads => Path.Combine(Root, UploadFolder);

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
        return Task.FromResult(FileVersion.Open(PathOf(stat.Key), stat.ETag, (_, state) => ETagOf(state)));
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
        var temporary = Path.Combine(Uploads, UploadName.New());
        var file = FileFailure.Guard(temporary, () =>
        {
            DurableFiles.CreateFolder(Uploads);
            bring(temporary);
            return new FileStream(temporary, mode, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        });
        return new(file, token => CommitAsync(key, condition, file, token));
    }

    public async IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = keys.Prefix[..(keys.Prefix.LastIndexOf('/') + 1)];
        var start = Path.Combine(Root, KeyPath.OfFolder(folder).Replace('/', Path.DirectorySeparatorChar));
        var found = s_walk.Files(start, folder, keys)
            .Where(file => PathOf(file.Key) == file.Path)
            .Select(file => Stat(file.Key, file.Path))
            .OfType<ObjectStat>()
            .Take(keys.Most ?? int.MaxValue);
        foreach (var stat in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

    public Task FlushDeletionsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FileFailure.Guard(Root, () => DurableFiles.FlushNames(Root));
        return Task.CompletedTask;
    }

    async Task<ObjectStat?> CommitAsync(string key, WriteCondition condition, FileStream file, CancellationToken cancellationToken)
    {
        var temporary = file.Name;
        FileFailure.Guard(temporary, () => DurableFiles.FlushContent(file));
        await file.DisposeAsync();

        using var turn = await _locks.AcquireAsync(key, cancellationToken);
        return Place(turn, key, condition, temporary, DurableFiles.MoveInto);
    }

    /// <remarks>Two flushes are enough for all: one of the bytes before the first object is visible, one of the names.</remarks>
    public async Task<IReadOnlyList<ObjectStat?>> WriteAllAsync(IReadOnlyList<ObjectWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var group = FileFailure.Guard(
            Uploads, () => new FileGroup(Uploads, UploadName.New, [.. writes.Select(write => write.Content)]));
        var written = new ObjectStat?[writes.Count];
        await Parallel.ForEachAsync(
            writes.Index().GroupBy(write => KeyLocks.StripeOf(write.Item.Key)),
            new ParallelOptions { MaxDegreeOfParallelism = FileGroup.ThreadsFor(writes.Count), CancellationToken = cancellationToken },
            async (together, running) =>
            {
                using var turn = await _locks.AcquireAsync(together.Key, running);
                foreach (var (index, write) in together)
                    written[index] = Place(turn, write, group, index);
            });
        FileFailure.Guard(Root, group.FlushNames);
        return written;
    }

    ObjectStat? Place(WriteTurn turn, ObjectWrite write, FileGroup group, int index)
    {
        var path = PathOf(write.Key);
        if (!write.Content.IsEmpty || write.Condition.OnlyIfETag is not null || File.Exists(path))
        {
            var temporary = FileFailure.Guard(path, () => group.Temporary(index));
            return Place(turn, write.Key, write.Condition, temporary, (_, target) => group.Move(index, target));
        }

        // Nothing is replaced and there are no bytes, so the file is whole as soon as it has its name.
        return FileFailure.Guard(path, () =>
        {
            group.Create(path);
            return StatOf(write.Key, turn.MakeLatest(path, replaced: null));
        });
    }

    /// <summary>Makes a finished file the object, unless the condition fails. The caller has the right to decide about the key.</summary>
    ObjectStat? Place(WriteTurn turn, string key, WriteCondition condition, string temporary, Action<string, string> move)
    {
        var path = PathOf(key);
        return FileFailure.Guard(path, () =>
        {
            if (!Holds(condition, key, path))
                return null;
            var state = turn.MakeLatest(temporary, FileState.At(path));
            move(temporary, path);
            CostMeter.Spend(new() { BytesWritten = state.Size });
            return StatOf(key, state);
        });
    }

    static bool Holds(WriteCondition condition, string key, string path)
    {
        if (condition.OnlyIfAbsent && File.Exists(path))
            return false;
        return condition.OnlyIfETag is not { } etag || Stat(key, path)?.ETag == etag;
    }

    static ObjectStat? Stat(string key, string path) =>
        FileFailure.Guard(path, () => FileState.At(path)) is { } state ? StatOf(key, state) : null;

    static ObjectStat StatOf(string key, FileState state) => new(key, state.Size, ETagOf(state), state.LastModified);

    static string ETagOf(FileState state) => string.Create(CultureInfo.InvariantCulture, $"{state.Size:x}-{state.WrittenUtc.Ticks:x}");
}

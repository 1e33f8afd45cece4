using System.Buffers;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Home;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>
/// Caches parts of a remote lake as local files for DuckDB. A key's content never changes, so a local file is never stale.
/// </summary>
/// <remarks>
/// Over <paramref name="mostBytes"/>, the least recently used parts are deleted, but none that a statement of this process is reading and
/// none used within the last ten minutes, because another process of the same home may be reading it. A statement that needs more than
/// the limit exceeds it.
/// </remarks>
public sealed class PartCache(IObjectStore lake, string folder, long mostBytes) : IDisposable
{
    const int ParallelParts = 4;
    const int PieceBytes = 1 << 20;
    const int LooksAtATime = 16;
    const string Drafts = ".drafts";

    static readonly TimeSpan s_idle = TimeSpan.FromMinutes(10);

    readonly Dictionary<string, (Task Brought, int Users)> _parts = new(StringComparer.Ordinal);
    readonly Lock _lock = new();

    /// <summary>Paths of parts that are deleted as soon as they are not used.</summary>
    readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _slots = new(ParallelParts);

    /// <summary>Bytes in the folder; null until this process has added a part and counted.</summary>
    long? _bytes;

    /// <summary>Bytes that this process has added since it last looked into the folder.</summary>
    long _added;

    public static string FolderOf(HomeDirectory home) => Path.Combine(home.Root, "cache");

    /// <summary>The lake, for writing parts that will be read here again: they are cached as they are written.</summary>
    public IObjectStore Lake => field ??= new KeepingStore(lake, this);

    /// <summary>The local file of a part; it exists while a lease on the part is held.</summary>
    public string PathOf(string key) => Path.Combine(folder, KeyPath.OfObject(key).Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Fetches parts and keeps them until the lease is disposed.</summary>
    public async Task<Lease> BringAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var brought = new List<Task>(keys.Count);
        lock (_lock)
        {
            foreach (var key in keys)
            {
                var (task, users) = _parts.TryGetValue(key, out var part) && !part.Brought.IsFaulted && !part.Brought.IsCanceled
                    ? part
                    : (BringAsync(key, CancellationToken.None), part.Users);
                _parts[key] = (task, users + 1);
                brought.Add(task);
            }
        }

        var lease = new Lease(this, keys);
        try
        {
            await Task.WhenAll(brought).WaitAsync(cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the local files of parts that the lake has no more, and what writers left that were killed.</summary>
    /// <remarks>A part that a statement of this process is reading is deleted when it has ended.</remarks>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return;
        await SideBySide.SelectAsync(
            new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories), LooksAtATime, ForgetAsync, cancellationToken);
        FileAccessOf(folder, () =>
        {
            DurableFiles.FlushNames(folder);
            return folder;
        });
    }

    async Task<bool> ForgetAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var path = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
        var isDraft = path.StartsWith(Drafts + "/", StringComparison.Ordinal);
        if (isDraft ? file.LastWriteTimeUtc > DateTime.UtcNow - s_idle
            : KeyPath.KeyOf(path) is { } key && await lake.StatAsync(key, cancellationToken) is not null)
            return false;
        lock (_lock)
        {
            if (_parts.Keys.Any(part => PathOf(part) == file.FullName))
                return _gone.Add(file.FullName);
            file.Delete();
            return true;
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>A temporary file in the cache that becomes the part when complete.</summary>
    internal FileStream Draft()
    {
        var drafts = Path.Combine(folder, Drafts);
        return FileAccessOf(drafts, () =>
        {
            Directory.CreateDirectory(drafts);
            return new FileStream(
                Path.Combine(drafts, Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        });
    }

    internal void Keep(string draft, string key) => FileAccessOf(draft, () =>
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (size, replaced) = (new FileInfo(draft).Length, new FileInfo(path) is { Exists: true, Length: var length } ? length : 0);
        File.Move(draft, path, overwrite: true);
        lock (_lock)
            _added += size - replaced;
        return path;
    });

    async Task BringAsync(string key, CancellationToken cancellationToken)
    {
        // Do not work under the caller's lock.
        await Task.Yield();
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var path = PathOf(key);
            if (!File.Exists(path))
                await CopyAsync(key, cancellationToken);
            FileAccessOf(path, () =>
            {
                File.SetLastAccessTimeUtc(path, DateTime.UtcNow);
                return path;
            });
        }
        finally
        {
            _slots.Release();
        }
    }

    async Task CopyAsync(string key, CancellationToken cancellationToken)
    {
        var stat = await lake.StatAsync(key, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.SourceMissing, $"The part {key} is not in the lake. 'duffbeer replay' of its run writes it again.");
        await using var source = await lake.OpenAsync(stat, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var draft = Draft();
        try
        {
            var offset = 0L;
            for (int read; (read = await source.ReadAsync(offset, buffer.AsMemory(0, PieceBytes), cancellationToken)) > 0; offset += read)
                await draft.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await draft.DisposeAsync();
            Keep(draft.Name, key);
        }
        catch (IOException failure)
        {
            throw new TransientException(
                ProblemCode.StoreUnavailable,
                $"The part {key} could not be cached in {folder}: {failure.Message} Free some space, then start again: the run resumes.",
                failure);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await draft.DisposeAsync();
            File.Delete(draft.Name);
        }
    }

    void Release(IReadOnlyList<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                var (task, users) = _parts[key];
                if (users == 1)
                {
                    _parts.Remove(key);
                    if (_gone.Remove(PathOf(key)))
                        File.Delete(PathOf(key));
                }
                else
                    _parts[key] = (task, users - 1);
            }

            Trim();
        }
    }

    // The folder may hold many parts, so it is listed only if this process has added some, and the cache is over its limit.
    void Trim()
    {
        if (_added == 0 || _bytes + _added <= mostBytes || !Directory.Exists(folder))
            return;
        var used = _parts.Keys.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        var bytes = files.Sum(file => file.Length);
        var oldest = DateTime.UtcNow - s_idle;
        var unused = files.Where(file => file.LastAccessTimeUtc < oldest && !used.Contains(file.FullName));
        foreach (var file in unused.OrderBy(file => file.LastAccessTimeUtc).TakeWhile(_ => bytes > mostBytes))
        {
            bytes -= file.Length;
            file.Delete();
        }

        (_bytes, _added) = (bytes, 0);
    }

    T FileAccessOf<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new TransientException(
                ProblemCode.StoreUnavailable, $"{path} in the cache {folder} cannot be used: {failure.Message}", failure);
        }
    }

    /// <summary>Keeps parts in the cache until disposed.</summary>
    public sealed class Lease(PartCache cache, IReadOnlyList<string> keys) : IDisposable
    {
        public void Dispose() => cache.Release(keys);
    }
}

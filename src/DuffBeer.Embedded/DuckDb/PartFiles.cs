using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Parts of a lake that is no folder, as local files: fetched when a statement first reads them, kept as long as there is room.</summary>
/// <remarks>A part's content never changes under its key, so a file that is there is never out of date.</remarks>
/// <param name="folder">This process's own.</param>
/// <param name="keepBytes">Files that nobody reads are deleted beyond this, the longest unused first.</param>
sealed class PartFiles(IObjectStore lake, string folder, long keepBytes) : IDisposable
{
    const int FetchesAtATime = 8;
    const int BufferBytes = 4 << 20;

    readonly SemaphoreSlim _free = new(FetchesAtATime);
    readonly Lock _lock = new();
    readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    long _bytes;

    public string PathOf(string key) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)) + ".parquet");

    /// <summary>Fetches what is not there yet; none of the parts is deleted before the lease is disposed.</summary>
    public async Task<IDisposable> FetchAsync(IEnumerable<string> parts, CancellationToken cancellationToken)
    {
        var lease = new Lease(this);
        try
        {
            await Task.WhenAll(parts.Distinct(StringComparer.Ordinal).Select(async key =>
            {
                var kept = lease.Take(key);
                var fetching = kept.Fetching(() => FetchAsync(key));
                try
                {
                    kept.Bytes = await fetching.WaitAsync(cancellationToken);
                }
                catch (Exception) when (fetching.IsFaulted)
                {
                    kept.Forget(fetching);
                    throw;
                }
            }));
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        return lease;
    }

    public void Dispose() => _free.Dispose();

    // For all who wait for it, so that none of them can cancel it.
    async Task<long> FetchAsync(string key)
    {
        await _free.WaitAsync();
        try
        {
            var stat = await lake.StatAsync(key, CancellationToken.None)
                ?? throw new TerminalException(ProblemCode.SourceMissing, $"The part {key} is not in the lake.");
            var draft = $"{PathOf(key)}.{Guid.NewGuid():N}";
            await using (var source = await lake.OpenAsync(stat, CancellationToken.None))
            await using (var file = File.Create(draft))
                await CopyAsync(source, file);
            File.Move(draft, PathOf(key), overwrite: true);
            lock (_lock)
                _bytes += stat.Size;
            return stat.Size;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, folder);
        }
        finally
        {
            _free.Release();
        }
    }

    static async Task CopyAsync(IByteSource source, FileStream file)
    {
        var buffer = new byte[BufferBytes];
        for (var at = 0L; await source.ReadAsync(at, buffer, CancellationToken.None) is > 0 and var count; at += count)
            await file.WriteAsync(buffer.AsMemory(0, count));
    }

    void Release(IEnumerable<Kept> leased)
    {
        lock (_lock)
        {
            foreach (var kept in leased)
            {
                kept.Users--;
                kept.LastUsed = Environment.TickCount64;
            }

            foreach (var old in _kept.Values.Where(kept => kept is { Users: 0, Bytes: not null }).OrderBy(kept => kept.LastUsed).ToList())
            {
                if (_bytes <= keepBytes)
                    return;
                File.Delete(PathOf(old.Key));
                _bytes -= old.Bytes!.Value;
                _kept.Remove(old.Key);
            }
        }
    }

    sealed class Kept(string key)
    {
        readonly Lock _lock = new();
        Task<long>? _fetching;

        public string Key => key;
        public int Users { get; set; }
        public long LastUsed { get; set; }

        /// <summary>Null until it is there.</summary>
        public long? Bytes { get; set; }

        public Task<long> Fetching(Func<Task<long>> fetch)
        {
            lock (_lock)
                return _fetching ??= fetch();
        }

        /// <summary>Whoever asks next tries again.</summary>
        public void Forget(Task<long> failed)
        {
            lock (_lock)
                _fetching = _fetching == failed ? null : _fetching;
        }
    }

    sealed class Lease(PartFiles files) : IDisposable
    {
        readonly List<Kept> _leased = [];

        public Kept Take(string key)
        {
            lock (files._lock)
            {
                if (!files._kept.TryGetValue(key, out var kept))
                    files._kept.Add(key, kept = new(key));
                kept.Users++;
                _leased.Add(kept);
                return kept;
            }
        }

        public void Dispose() => files.Release(_leased);
    }
}

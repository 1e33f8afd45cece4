namespace DuffBeer.Embedded.DuckDb;

/// <summary>
/// Folders of local files that statements need, each made once for its id. Those that no statement uses go when others were used later.
/// </summary>
/// <param name="folder">A folder of this process; it is created with the first one.</param>
/// <param name="mostUnused">Folders that stay although no statement uses them.</param>
sealed class LeasedFolders(string folder, int mostUnused) : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetFullPath(folder), $"made-{Guid.NewGuid():N}");
    readonly SemaphoreSlim _making = new(1);
    readonly Lock _lock = new();
    readonly Dictionary<string, Made> _made = new(StringComparer.Ordinal);
    long _uses;

    /// <summary>The folder of an id, which stays until it is disposed.</summary>
    /// <param name="make">Fills a new folder. What it throws, this throws; the folder is deleted then.</param>
    public async Task<Use> TakeAsync(string id, Func<string, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        if (Find(id) is { } known)
            return known;
        await _making.WaitAsync(cancellationToken);
        try
        {
            return Find(id) ?? Keep(id, await MakeAsync(make, cancellationToken));
        }
        finally
        {
            _making.Release();
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        _making.Dispose();
    }

    async Task<string> MakeAsync(Func<string, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        try
        {
            await make(path, cancellationToken);
            return path;
        }
        catch
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    Use? Find(string id)
    {
        lock (_lock)
            return _made.TryGetValue(id, out var made) ? UseOf(made) : null;
    }

    Use Keep(string id, string path)
    {
        lock (_lock)
        {
            var unused = _made.Where(one => one.Value.Users == 0).OrderByDescending(one => one.Value.LastUsed);
            foreach (var (old, made) in unused.Skip(mostUnused).ToList())
            {
                _made.Remove(old);
                Directory.Delete(made.Path, recursive: true);
            }

            return UseOf(_made[id] = new(path));
        }
    }

    Use UseOf(Made made)
    {
        made.Users++;
        made.LastUsed = ++_uses;
        return new(made.Path, () => End(made));
    }

    void End(Made made)
    {
        lock (_lock)
            made.Users--;
    }

    sealed class Made(string path)
    {
        public string Path => path;
        public int Users { get; set; }
        public long LastUsed { get; set; }
    }

    /// <summary>One use of a folder.</summary>
    internal sealed class Use(string path, Action end) : IDisposable
    {
        public string Path => path;

        public void Dispose() => end();
    }
}

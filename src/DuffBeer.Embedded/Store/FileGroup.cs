namespace DuffBeer.Embedded.Store;

/// <summary>Small files that are flushed together: first the bytes of all, then their names.</summary>
/// <remarks>Disposing it deletes the files that were not moved to their place.</remarks>
sealed class FileGroup : IDisposable
{
    /// <summary>From so many on, flushing the whole file system takes less time than flushing each file or folder.</summary>
    const int Many = 32;

    readonly string _folder;
    readonly Func<string> _newName;

    /// <summary>Null for a file that has moved, and for an empty one.</summary>
    readonly string?[] _temporary;
    readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Writes temporary files and flushes them.</summary>
    /// <param name="folder">The folder of the temporary files, on the volume of all targets.</param>
    /// <param name="newName">Makes the name of a temporary file.</param>
    public FileGroup(string folder, Func<string> newName, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        (_folder, _newName, _temporary) = (folder, newName, new string?[contents.Count]);
        DurableFiles.CreateFolder(folder);
        // An empty file has no bytes to flush, and may need no temporary one.
        var written = Enumerable.Range(0, contents.Count).Where(index => contents[index].Length > 0).ToList();
        var isFew = written.Count < Many;
        try
        {
            Parallel.ForEach(
                written,
                new ParallelOptions { MaxDegreeOfParallelism = ThreadsFor(written.Count) },
                index => Write(PathOf(index), contents[index].Span, isFew));
            if (!isFew && !DurableFiles.TryFlushAll(folder))
                written.ForEach(index => Flush(PathOf(index)));
        }
        catch (AggregateException failures)
        {
            Dispose();
            throw failures.InnerExceptions[0];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Threads that work on files of a group.</summary>
    public static int ThreadsFor(int files) => files < Many ? 1 : Environment.ProcessorCount;

    /// <summary>The temporary file of an index. That of an empty one is created here.</summary>
    public string Temporary(int index)
    {
        if (_temporary[index] is null)
            Write(PathOf(index), default, isFlushed: false);
        return PathOf(index);
    }

    /// <summary>Moves a temporary file to its place, replacing any file there.</summary>
    public void Move(int index, string target)
    {
        Put(changed => DurableFiles.MoveInto(PathOf(index), target, changed));
        _temporary[index] = null;
    }

    /// <summary>Creates an empty file at a place where there is none.</summary>
    public void Create(string target) => Put(changed => DurableFiles.CreateEmpty(target, changed));

    /// <summary>Flushes the names of the moved files.</summary>
    public void FlushNames()
    {
        if (_changed.Count < Many || !DurableFiles.TryFlushAll(_changed.First()))
            DurableFiles.Flush(_changed);
    }

    public void Dispose()
    {
        foreach (var temporary in _temporary.OfType<string>())
        {
            try
            {
                File.Delete(temporary);
            }
            catch (Exception exception) when (FileFailure.Is(exception))
            {
                // The next process that takes the home's lock deletes it.
            }
        }
    }

    string PathOf(int index) => _temporary[index] ??= Path.Combine(_folder, _newName());

    void Put(Action<HashSet<string>> put)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        put(changed);
        lock (_changed)
            _changed.UnionWith(changed);
    }

    static void Write(string path, ReadOnlySpan<byte> content, bool isFlushed)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        RandomAccess.Write(file, content, 0);
        if (isFlushed)
            DurableFiles.FlushContent(file, path);
    }

    static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        DurableFiles.FlushContent(file, path);
    }
}

using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Home;

/// <summary>A temporary folder of one process; others do not delete it while the process lives.</summary>
public sealed class ScratchFolder : IDisposable
{
    readonly FileStream _alive;

    internal ScratchFolder(string parent)
    {
        Path = System.IO.Path.Combine(parent, Guid.NewGuid().ToString("n"));
        try
        {
            // The lock is taken before the folder is created, so that a clean-up never sees the folder without its lock.
            _alive = FileLock.TryTake(AliveFile(Path)) ?? throw new IOException($"{Path} is taken.");
            Directory.CreateDirectory(Path);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.Of(exception, Path);
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_alive.SafeFileHandle.IsClosed)
            return;
        Delete(Path);
        _alive.Dispose();
        Delete(AliveFile(Path));
    }

    /// <summary>Deletes the folders of processes that have ended.</summary>
    internal static void DeleteLeftovers(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent))
        {
            using var alive = FileLock.TryTake(AliveFile(folder));
            if (alive is not null)
                Delete(folder);
        }

        foreach (var file in Directory.EnumerateFiles(parent))
        {
            using (var alive = FileLock.TryTake(file))
            {
                if (alive is null || Directory.Exists(System.IO.Path.ChangeExtension(file, null)))
                    continue;
            }

            Delete(file);
        }
    }

    static string AliveFile(string folder) => folder + ".alive";

    // If it cannot be deleted now, the next clean-up does it.
    static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
        }
    }
}

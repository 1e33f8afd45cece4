using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.Store;

/// <summary>Creates and renames files so that the change survives a power cut: the folder is flushed, not only the file.</summary>
static partial class DurableFiles
{
    const int MostTries = 100;

    /// <summary>Creates a folder and its missing parents.</summary>
    public static void CreateFolder(string folder)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        CreateFolder(folder, changed);
        Flush(changed);
    }

    /// <summary>Moves a flushed file to its place on the same volume, replacing any file there.</summary>
    public static void MoveInto(string temporary, string target)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        MoveInto(temporary, target, changed);
        Flush(changed);
    }

    /// <param name="changed">Gets the folders that the caller must flush.</param>
    /// <inheritdoc cref="MoveInto(string, string)"/>
    public static void MoveInto(string temporary, string target, HashSet<string> changed) =>
        PutInto(target, changed, () => File.Move(temporary, target, overwrite: true), () => File.Exists(temporary));

    /// <summary>Creates an empty file where there is none.</summary>
    /// <param name="changed">Gets the folders that the caller must flush.</param>
    public static void CreateEmpty(string target, HashSet<string> changed) => PutInto(
        target, changed, () => File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write).Dispose(), () => true);

    static void PutInto(string target, HashSet<string> changed, Action put, Func<bool> mayTryAgain)
    {
        var folder = Path.GetDirectoryName(target)!;
        // Deleting a folder's last object deletes the folder: it may vanish between these two calls, or between a parent and its child.
        // If another writer has recreated it by then, .NET reports that the file is missing, not the folder.
        for (var tries = 0; ; tries++)
        {
            try
            {
                CreateFolder(folder, changed);
                put();
                break;
            }
            catch (IOException failure) when (FileFailure.IsMissing(failure) && tries < MostTries && mayTryAgain())
            {
            }
        }

        changed.Add(folder);
    }

    static void CreateFolder(string folder, HashSet<string> changed)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            CreateFolder(parent, changed);
        Directory.CreateDirectory(folder);
        if (parent is not null)
            changed.Add(parent);
    }

    /// <summary>Writes a small file atomically.</summary>
    /// <param name="ownerOnly">Only the owner may read it, from its first byte on. On Windows the folder's rights apply.</param>
    public static void Write(string target, ReadOnlySpan<byte> content, bool ownerOnly = false)
    {
        CreateFolder(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Guid.NewGuid():n}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (ownerOnly && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        MoveInto(temporary, target);
    }

    /// <summary>Flushes the names of files in folders.</summary>
    public static void Flush(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            Flush(folder);
    }

    /// <summary>Flushes a folder's names to disk. Windows does so by itself and cannot open a folder.</summary>
    public static void Flush(string folder)
    {
        // Some network file systems cannot flush a folder; there is no alternative.
        if (!OperatingSystem.IsWindows())
            _ = With(folder, FSync);
    }

    /// <summary>Flushes all that was written to the file system of a folder. False where the system cannot, or it failed.</summary>
    public static bool TryFlushAll(string folder) => OperatingSystem.IsLinux() && With(folder, SyncFileSystem) == 0;

    static int With(string folder, Func<int, int> flush)
    {
        const int ReadOnly = 0;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return descriptor;
        var result = flush(descriptor);
        _ = Close(descriptor);
        return result;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

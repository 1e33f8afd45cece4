using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.Store;

/// <summary>Creates and renames files so that the change survives a power cut: the folder is flushed, not only the file.</summary>
static partial class DurableFiles
{
    const int MostTries = 100;

    /// <summary>Creates a folder and its missing parents.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            CreateFolder(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null)
            Flush(parent);
    }

    /// <summary>Moves a flushed file to its place on the same volume, replacing any file there.</summary>
    public static void MoveInto(string temporary, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        // Deleting a folder's last object deletes the folder: it may vanish between these two calls, or between a parent and its child.
        // If another writer has recreated it by then, .NET reports that the file is missing, not the folder.
        for (var tries = 0; ; tries++)
        {
            try
            {
                CreateFolder(folder);
                File.Move(temporary, target, overwrite: true);
                break;
            }
            catch (IOException failure) when (FileFailure.IsMissing(failure) && tries < MostTries && File.Exists(temporary))
            {
            }
        }

        Flush(folder);
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

    /// <summary>Flushes a folder's names to disk. Windows does so by itself and cannot open a folder.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        const int ReadOnly = 0;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        // Some network file systems cannot flush a folder; there is no alternative.
        _ = FSync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

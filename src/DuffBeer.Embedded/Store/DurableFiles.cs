using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.Store;

/// <summary>Changes of names that last through a power cut: the folder is written to disk too, not only the file in it.</summary>
static partial class DurableFiles
{
    const int MostTries = 100;

    /// <summary>Makes a folder and those above it that are missing.</summary>
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

    /// <summary>Moves a file that is already on disk to its place, replacing what is there. Both are on one volume.</summary>
    public static void MoveInto(string temporary, string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        // Whoever deletes the last object of a folder deletes the folder: it may go between the two calls, or between a folder and the one
        // in it. Where somebody has made it again by then, .NET says that the file is missing, not the folder.
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

    /// <summary>Writes a small file whole or not at all.</summary>
    /// <param name="ownerOnly">Nobody else may read it, from its first byte on. Windows keeps to the folder's rights.</param>
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

    /// <summary>Writes the names of a folder to disk. Windows does so by itself and cannot open a folder.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        const int ReadOnly = 0;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        // Some network file systems refuse to flush a folder; nothing better can be done there.
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

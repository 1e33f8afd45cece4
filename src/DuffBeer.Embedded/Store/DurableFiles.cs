using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>Creates and renames files so that the change survives a power cut: the folder is flushed, not only the file.</summary>
static partial class DurableFiles
{
    const int MostTries = 100;

    // EIO, ENFILE, EMFILE, ENOSPC, then EDQUOT and ESTALE of Linux and of macOS.
    static readonly HashSet<int> s_lost = [5, 23, 24, 28, 122, 69, 116, 70];

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
            FlushContent(file);
        }

        MoveInto(temporary, target);
    }

    /// <summary>Flushes the names of all files below a folder, so that those that were deleted stay so.</summary>
    public static void FlushNames(string root)
    {
        if (!TryFlushAll(root))
            Flush(Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Prepend(root));
    }

    /// <summary>Flushes the names of files in folders.</summary>
    public static void Flush(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            Flush(folder);
    }

    /// <summary>Flushes a folder's names to disk. Windows does so by itself and cannot open a folder.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsWindows())
            ThrowIfLost(With(folder, FSync) ?? 0, folder);
    }

    /// <summary>Flushes what was written to a file.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void FlushContent(FileStream file)
    {
        file.Flush();
        FlushContent(file.SafeFileHandle, file.Name);
    }

    /// <inheritdoc cref="FlushContent(FileStream)"/>
    /// <remarks>.NET ignores the error that Linux answers.</remarks>
    public static void FlushContent(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsLinux())
            ThrowIfLost(ErrorOf(FSync, (int)file.DangerousGetHandle()), path);
        else
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>Flushes all that was written to the file system of a folder. False where the system cannot, or it failed.</summary>
    public static bool TryFlushAll(string folder) => OperatingSystem.IsLinux() && With(folder, SyncFileSystem) == 0;

    /// <summary>The error number; 0 if there was none, null if the folder is gone.</summary>
    static int? With(string folder, Func<int, int> flush)
    {
        const int ReadOnly = 0;
        const int Missing = 2;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() is var failed && failed == Missing ? null : failed;
        var error = ErrorOf(flush, descriptor);
        _ = Close(descriptor);
        return error;
    }

    static int ErrorOf(Func<int, int> flush, int descriptor)
    {
        const int Interrupted = 4;
        int error;
        do
            error = flush(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
        while (error == Interrupted);
        return error;
    }

    /// <remarks>Other errors say that the file system cannot flush, as some network drives. There is no alternative.</remarks>
    static void ThrowIfLost(int error, string path)
    {
        if (s_lost.Contains(error))
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)}: {path}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>Size and time of a file: what tells cheaply that it is no longer the same.</summary>
readonly record struct FileState(long Size, DateTime WrittenUtc)
{
    /// <summary>The time in whole milliseconds, as stores and run records keep it.</summary>
    public DateTimeOffset LastModified => new(WrittenUtc.Ticks - (WrittenUtc.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    public static FileState Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>Of the file at a path now; null where there is none.</summary>
    public static FileState? At(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : null;
    }
}

using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>Size and time of a file: a cheap way to notice that it has changed.</summary>
readonly record struct FileState(long Size, DateTime WrittenUtc)
{
    /// <summary>The time in whole milliseconds, the precision of stores and run records.</summary>
    public DateTimeOffset LastModified => new(WrittenUtc.Ticks - (WrittenUtc.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    public static FileState Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>The current state of a file; null if there is none.</summary>
    public static FileState? At(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : null;
    }
}

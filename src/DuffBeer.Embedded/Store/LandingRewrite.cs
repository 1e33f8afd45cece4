using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Store;

/// <summary>Replaces a raw file by another content. It keeps its place, its time and its mode.</summary>
sealed class LandingRewrite(LandingFile landing, string etag)
{
    readonly string _path = new FileInfo(landing.Path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? landing.Path;

    /// <remarks>A name that begins with a dot is not part of landing. What a crash left under it is overwritten by the next try.</remarks>
    string Temporary => Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.erased");

    public FileUpload Begin()
    {
        var file = new FileStream(Temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        return new(file, _ => CommitAsync(file));
    }

    async Task<ObjectStat?> CommitAsync(FileStream file)
    {
        FileFailure.Guard(Temporary, () => DurableFiles.FlushContent(file));
        await file.DisposeAsync();
        return FileFailure.Guard(_path, () =>
        {
            if (LandingStore.Stat(landing)?.ETag != etag)
                return null;
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Temporary, File.GetUnixFileMode(_path));
            File.SetLastWriteTimeUtc(Temporary, File.GetLastWriteTimeUtc(_path));
            DurableFiles.MoveInto(Temporary, _path);
            return LandingStore.Stat(landing);
        });
    }
}

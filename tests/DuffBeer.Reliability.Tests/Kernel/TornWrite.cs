namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>The part of a write that reached its file before the process was killed.</summary>
sealed record TornWrite(string Path, byte[] Bytes, long Offset)
{
    /// <summary>Only once the process is gone: it may have locked the file.</summary>
    public void Make()
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, Bytes, Offset);
    }
}

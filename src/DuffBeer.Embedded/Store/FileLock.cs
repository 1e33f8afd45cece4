namespace DuffBeer.Embedded.Store;

/// <summary>
/// An exclusive lock by the operating system (<c>flock</c>, or Windows' sharing mode), released also when its process dies.
/// </summary>
static class FileLock
{
    // How .NET reports that the lock is held: errno EWOULDBLOCK (Linux, macOS) and Windows' sharing violation.
    static readonly HashSet<int> s_taken = [11, 35, unchecked((int)0x80070020)];

    public static bool IsTaken(IOException exception) => s_taken.Contains(exception.HResult);

    /// <summary>The open file that is the lock; null if it is held elsewhere.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }
    }
}

using DuffBeer.Reliability.Tests.Kernel;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>Where a command is killed: before each call that leaves another home than it found.</summary>
/// <remarks>
/// All that survives a killed process is what its calls did to files. So a kill before each of them, and after the last, is a kill at every
/// step: activities, store writes, journal entries, renames, deletions.
/// </remarks>
static class KillPoints
{
    // What is not on the disk yet survives the end of a process.
    public static bool IsPoint(string home, FileCall call) => IsOf(home, call) && call.Action switch
    {
        FileAction.Sync or FileAction.SyncAll => false,
        FileAction.Create => !File.Exists(call.Path),
        FileAction.Delete => Path.Exists(call.Path),
        FileAction.CreateFolder => !Directory.Exists(call.Path),
        FileAction.DeleteFolder => IsEmptyFolder(call.Path),
        _ => true,
    };

    /// <summary>Whether the call concerns the home. Lock files have no content.</summary>
    public static bool IsOf(string home, FileCall call) =>
        call.Path.StartsWith(home + "/", StringComparison.Ordinal) && !call.Path.Contains("/.locks/", StringComparison.Ordinal);

    /// <summary>Whether the folder exists and is empty. Another thread of the process may delete it meanwhile.</summary>
    public static bool IsEmptyFolder(string path)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }
}

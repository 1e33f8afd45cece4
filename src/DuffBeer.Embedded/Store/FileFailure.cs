using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.Store;

/// <summary>What an error of the file system means to a run.</summary>
static class FileFailure
{
    // errno ENOSPC and EDQUOT (Linux, macOS) as .NET reports them, and Windows' HRESULTs for a full disk or handle.
    static readonly HashSet<int> s_full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static bool IsMissing(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>Does what may fail as files do.</summary>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (Is(exception))
        {
            throw Of(exception, path);
        }
    }

    public static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return true;
    });

    /// <summary>Of a file that is to be read: where it is missing, no retry brings it.</summary>
    public static RunException OfRead(Exception exception, string path) => IsMissing(exception)
        ? new TerminalException(ProblemCode.SourceMissing, $"{path} is not there. Put the file back, or start again without it.", exception)
        : Of(exception, path);

    public static RunException Of(Exception exception, string path) => exception switch
    {
        PathTooLongException =>
            new TerminalException(ProblemCode.BadRequest, $"The path of {path} is longer than this system allows. Use a shorter key or a home nearer to the root.", exception),
        UnauthorizedAccessException => Unavailable(exception, $"No permission for {path}. Give the user {Environment.UserName} access to it, then start again: the run resumes."),
        _ when s_full.Contains(exception.HResult) => Unavailable(exception, $"The disk of {path} is full. Free some space, then start again: the run resumes."),
        _ => Unavailable(exception, $"{path} cannot be read or written ({exception.Message}). Check the disk, then start again: the run resumes."),
    };

    static TransientException Unavailable(Exception exception, string message) => new(ProblemCode.StoreUnavailable, message, exception);
}

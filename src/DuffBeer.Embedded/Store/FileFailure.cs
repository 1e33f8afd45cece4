using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.Store;

/// <summary>Maps errors of the file system to failures of a run.</summary>
static class FileFailure
{
    // errno ENOSPC and EDQUOT (Linux, macOS) as .NET reports them, and Windows' HRESULTs for a full disk or handle.
    static readonly HashSet<int> s_full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static bool IsMissing(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>Runs an action on files and maps its exceptions.</summary>
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

    /// <summary>For a file to be read: no retry brings a missing one back.</summary>
    public static RunException OfRead(Exception exception, string path) => IsMissing(exception)
        ? new TerminalException(
            ProblemCode.SourceMissing, $"{path} does not exist. Put the file back, or start again without it.", exception)
        : Of(exception, path);

    public static RunException Of(Exception exception, string path) => exception switch
    {
        PathTooLongException =>
            new TerminalException(
                ProblemCode.BadRequest,
                $"The path of {path} is longer than this system allows. Use a shorter key, or move the home closer to the root.",
                exception),
        UnauthorizedAccessException =>
            Unavailable(
                exception,
                $"Access to {path} is denied. Give the user {Environment.UserName} access to it, then start again: the run resumes."),
        _ when s_full.Contains(exception.HResult) =>
            Unavailable(exception, $"The disk of {path} is full. Free some space, then start again: the run resumes."),
        _ =>
            Unavailable(
                exception, $"{path} cannot be read or written ({exception.Message}). Check the disk, then start again: the run resumes."),
    };

    static TransientException Unavailable(Exception exception, string message) => new(ProblemCode.StoreUnavailable, message, exception);
}

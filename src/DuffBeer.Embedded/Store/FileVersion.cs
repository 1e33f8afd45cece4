using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>Computes a version's etag from the file's state and bytes.</summary>
delegate string ETagOf(SafeFileHandle file, FileState state);

/// <summary>The version of a file that is on disk now.</summary>
readonly record struct FileVersion(FileState State, string ETag)
{
    /// <summary>Null if there is no file.</summary>
    public static FileVersion? Of(string path, ETagOf etagOf)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var file = OpenForRead(path);
            var state = FileState.Of(file);
            return new(state, etagOf(file, state));
        }
        catch (Exception exception) when (FileFailure.IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.OfRead(exception, path);
        }
    }

    /// <summary>Opens the file if it still has this etag.</summary>
    public static IByteSource Open(string path, string etag, ETagOf etagOf) =>
        Open(path, (file, state) => etagOf(file, state) == etag);

    /// <summary>Opens the current version of the file.</summary>
    public static IByteSource Open(string path) => Open(path, (_, _) => true);

    static FileByteSource Open(string path, Func<SafeFileHandle, FileState, bool> isWanted)
    {
        SafeFileHandle? file = null;
        try
        {
            file = OpenForRead(path);
            var state = FileState.Of(file);
            if (!isWanted(file, state))
                throw new TerminalException(
                    ProblemCode.SourceChanged, $"{path} is no longer the requested version. Start again: the new version has its own run.");
            return new FileByteSource(file, path, state);
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (FileFailure.Is(exception))
                throw FileFailure.OfRead(exception, path);
            throw;
        }
    }

    // Opening a folder would fail with "access denied".
    static SafeFileHandle OpenForRead(string path) => Directory.Exists(path)
        ? throw new FileNotFoundException($"{path} is a folder.", path)
        : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
}

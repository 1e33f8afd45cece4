using DuffBeer.Reliability.Tests.Kernel;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>What a power cut takes from a home: everything that was not flushed to the disk.</summary>
/// <remarks>
/// The content of a file counts as written with its fsync, and a name in a folder with the fsync of that folder, as POSIX promises and no
/// more; a syncfs does both for all. Names are undone in reverse order; then files get the content of their last fsync.
/// </remarks>
sealed class Disk(string home)
{
    readonly List<(string Folder, Action Undo)> _names = [];

    /// <summary>Files with changes that are not flushed, and the content that is.</summary>
    readonly Dictionary<string, byte[]> _flushed = new(StringComparer.Ordinal);

    /// <summary>Called before each change of a file.</summary>
    public void See(FileCall call)
    {
        if (call.Path != home && !KillPoints.IsOf(home, call))
            return;
        switch (call.Action)
        {
            case FileAction.Write or FileAction.Truncate:
                Change(call.Path);
                break;
            case FileAction.Create when !File.Exists(call.Path):
                _flushed[call.Path] = [];
                Name(call.Path, () => Delete(call.Path));
                break;
            case FileAction.Create:
                Change(call.Path);
                break;
            case FileAction.Sync:
                _flushed.Remove(call.Path);
                _names.RemoveAll(name => name.Folder == call.Path);
                break;
            case FileAction.SyncAll:
                _flushed.Clear();
                _names.Clear();
                break;
            case FileAction.Rename:
                Rename(call.From, call.Path);
                break;
            case FileAction.Delete when File.Exists(call.Path):
                var deleted = Flushed(call.Path)!;
                _flushed.Remove(call.Path);
                Name(call.Path, () => Write(call.Path, deleted));
                break;
            case FileAction.CreateFolder when !Directory.Exists(call.Path):
                Name(call.Path, () => TemporaryFolder.Delete(call.Path));
                break;
            case FileAction.DeleteFolder when KillPoints.IsEmptyFolder(call.Path):
                Name(call.Path, () => Directory.CreateDirectory(call.Path));
                break;
        }
    }

    /// <summary>Once the process is gone: takes what was not flushed.</summary>
    public void Cut()
    {
        for (var index = _names.Count - 1; index >= 0; index--)
            _names[index].Undo();
        // Not those that were only opened: another process may have one locked.
        foreach (var (path, content) in _flushed.Where(file => File.Exists(file.Key) && !Read(file.Key).AsSpan().SequenceEqual(file.Value)))
            File.WriteAllBytes(path, content);
    }

    void Change(string path)
    {
        if (File.Exists(path))
            _flushed.TryAdd(path, Read(path));
    }

    void Rename(string from, string to)
    {
        var replaced = Flushed(to);
        if (_flushed.Remove(from, out var content))
            _flushed[to] = content;
        else
            _flushed.Remove(to);
        Name(to, () =>
        {
            if (!File.Exists(to))
                return;
            File.Move(to, from, overwrite: true);
            if (_flushed.Remove(to, out var moved))
                _flushed[from] = moved;
            if (replaced is not null)
                Write(to, replaced);
        });
    }

    /// <summary>What the disk has of a file; null if it is not there.</summary>
    byte[]? Flushed(string path) => !File.Exists(path) ? null : _flushed.TryGetValue(path, out var content) ? content : Read(path);

    void Name(string path, Action undo) => _names.Add((Path.GetDirectoryName(path)!, undo));

    void Delete(string path)
    {
        File.Delete(path);
        _flushed.Remove(path);
    }

    static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    // .NET would respect the process's lock of the file.
    static byte[] Read(string path)
    {
        using var file = new SafeFileHandle(Native.Open(path, 0), ownsHandle: true);
        var content = new byte[RandomAccess.GetLength(file)];
        _ = RandomAccess.Read(file, content, 0);
        return content;
    }
}

using System.IO.Enumeration;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Store;

/// <summary>The part of a key that a file's or folder's name stands for; null skips it.</summary>
delegate string? KeyText(string name);

/// <summary>Walks the files under a folder in the order of their keys, and reads only folders that may hold wanted ones.</summary>
/// <param name="folderText">Ends with <c>/</c> unless the next folder or file continues the same segment.</param>
sealed class FolderWalk(KeyText folderText, KeyText fileText)
{
    static readonly EnumerationOptions s_everything = new()
    {
        AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false,
    };

    /// <summary>The wanted files. Failures of the file system become failures of a run.</summary>
    /// <param name="folder">The folder of all keys that begin with <paramref name="key"/>.</param>
    public IEnumerable<(string Key, string Path)> Files(string folder, string key, KeyRange keys)
    {
        using var files = Walk(folder, key, keys).GetEnumerator();
        while (FileFailure.Guard(folder, files.MoveNext))
            yield return files.Current;
    }

    IEnumerable<(string Key, string Path)> Walk(string folder, string key, KeyRange keys)
    {
        var entries = Entries(folder, key, keys);
        // Keys of a continued segment may be among those of its neighbours.
        return entries.Exists(entry => entry.IsFolder && !entry.Key.EndsWith('/'))
            ? entries.SelectMany(entry => Below(entry, folder, keys)).OrderBy(file => file.Key, StringComparer.Ordinal)
            : entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => Below(entry, folder, keys));
    }

    IEnumerable<(string Key, string Path)> Below(Entry entry, string folder, KeyRange keys)
    {
        var path = Path.Combine(folder, entry.Name);
        return entry.IsFolder ? Walk(path, entry.Key, keys) : [(entry.Key, path)];
    }

    List<Entry> Entries(string folder, string key, KeyRange keys)
    {
        if (!Directory.Exists(folder))
            return [];
        try
        {
            var found = new FileSystemEnumerable<Entry?>(folder, (ref FileSystemEntry entry) => EntryOf(ref entry, key), s_everything);
            return [.. found.OfType<Entry>().Where(entry => entry.IsFolder ? MayHold(keys, entry.Key) : keys.Wants(entry.Key))];
        }
        catch (DirectoryNotFoundException)
        {
            // The folder was deleted in the meantime.
            return [];
        }
    }

    Entry? EntryOf(ref FileSystemEntry entry, string key)
    {
        var name = entry.FileName.ToString();
        // A linked folder may form a cycle.
        if (entry.IsDirectory && entry.ToFileSystemInfo().LinkTarget is not null)
            return null;
        return (entry.IsDirectory ? folderText : fileText)(name) is { } text ? new(name, key + text, entry.IsDirectory) : null;
    }

    static bool MayHold(KeyRange keys, string folder)
    {
        var (prefix, after) = (keys.Prefix, keys.After);
        return (folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal))
            && (after is null || string.CompareOrdinal(folder, after) > 0 || after.StartsWith(folder, StringComparison.Ordinal))
            && !(keys.IsShallow && folder.Length > prefix.Length && folder.AsSpan(prefix.Length).Contains('/'));
    }

    /// <summary>Deletes a folder and its parents up to the root, as long as they are empty.</summary>
    public static void DeleteEmptyFolders(string folder, string root)
    {
        for (; folder.Length > root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    /// <summary>Deletes files in a folder; those that cannot be deleted stay.</summary>
    public static void DeleteFiles(string folder, Func<string, bool> isUnwanted)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => isUnwanted(Path.GetFileName(file))))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception exception) when (FileFailure.Is(exception))
            {
            }
        }
    }

    sealed record Entry(string Name, string Key, bool IsFolder);
}

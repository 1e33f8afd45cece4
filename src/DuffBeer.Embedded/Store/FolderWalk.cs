namespace DuffBeer.Embedded.Store;

/// <summary>The files under a folder, with their keys.</summary>
static class FolderWalk
{
    static readonly EnumerationOptions s_everything = new()
    {
        AttributesToSkip = 0, IgnoreInaccessible = false, ReturnSpecialDirectories = false,
    };

    /// <param name="folderText">The part of the key that a folder's name stands for; null skips the folder.</param>
    /// <param name="fileText">The end of the key that a file's name stands for; null skips the file.</param>
    public static IEnumerable<(string Key, string Path)> Files(
        string folder, string key, Func<string, string?> folderText, Func<string, string?> fileText)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var entry in Entries(folder))
        {
            if (entry is DirectoryInfo below)
            {
                // A linked folder may form a cycle.
                if (below.LinkTarget is null && folderText(below.Name) is { } text)
                    foreach (var file in Files(below.FullName, key + text, folderText, fileText))
                        yield return file;
            }
            else if (fileText(entry.Name) is { } name)
            {
                yield return (key + name, entry.FullName);
            }
        }
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

    // The folder was deleted in the meantime.
    static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_everything)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}

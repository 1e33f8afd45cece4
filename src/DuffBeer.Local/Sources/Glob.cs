namespace DuffBeer.Local.Sources;

/// <summary>Finds files by <c>*</c>, <c>?</c> and <c>**</c> (any number of folders), because not every shell does.</summary>
/// <remarks>Hidden files are left out.</remarks>
static class Glob
{
    const string AnyFolders = "**";

    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The files that match, as paths, in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string pattern)
    {
        var root = Path.GetPathRoot(pattern) ?? "";
        var segments = pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        return [.. Match(root, segments).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    static IEnumerable<string> Match(string folder, ReadOnlyMemory<string> segments)
    {
        var (segment, rest) = (segments.Span[0], segments[1..]);
        if (rest.IsEmpty)
            return segment == AnyFolders ? Files(folder, "*", recursive: true) : Files(folder, segment);
        if (segment == AnyFolders)
            return Folders(folder, "*", recursive: true).Prepend(folder).SelectMany(inner => Match(inner, rest));
        return IsPattern(segment)
            ? Folders(folder, segment).SelectMany(inner => Match(inner, rest))
            : Match(Path.Combine(folder, segment), rest);
    }

    static IEnumerable<string> Files(string folder, string name, bool recursive = false) =>
        from directory in Existing(folder)
        from file in directory.EnumerateFiles(name, Options(recursive))
        select Path.Combine(folder, Path.GetRelativePath(directory.FullName, file.FullName));

    static IEnumerable<string> Folders(string folder, string name, bool recursive = false) =>
        from directory in Existing(folder)
        from inner in directory.EnumerateDirectories(name, Options(recursive))
        select Path.Combine(folder, Path.GetRelativePath(directory.FullName, inner.FullName));

    static DirectoryInfo[] Existing(string folder)
    {
        var directory = new DirectoryInfo(folder.Length == 0 ? "." : folder);
        return directory.Exists ? [directory] : [];
    }

    static EnumerationOptions Options(bool recursive) =>
        new() { RecurseSubdirectories = recursive, IgnoreInaccessible = true, MatchType = MatchType.Simple };
}

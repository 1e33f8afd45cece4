using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Sources;

/// <summary>Turns the file arguments of <c>ingest</c> into source files.</summary>
/// <param name="isWanted">Whether a contract matches a file of a folder, by its path in that folder.</param>
/// <param name="standardInput">Stores standard input as a file.</param>
sealed class SourceFiles(Func<string, bool> isWanted, Func<CancellationToken, Task<SourceFile>> standardInput)
{
    const string StandardInput = "-";
    const int FolderHashDigits = 8;

    /// <summary>Hidden folders, such as the home .duffbeer, are left out. A folder that cannot be read is an error.</summary>
    static readonly EnumerationOptions s_visible = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    /// <summary>The files in the order of the arguments, each once.</summary>
    public async Task<IReadOnlyList<SourceFile>> FindAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var found = new List<SourceFile>();
        foreach (var argument in arguments)
        {
            if (argument == StandardInput)
                found.Add(await standardInput(cancellationToken));
            else if (SourceFile.IsObject(argument))
                found.Add(SourceFile.OfObject(argument));
            else
                found.AddRange(Find(argument));
        }

        return [.. found.DistinctBy(source => source.Path)];
    }

    IEnumerable<SourceFile> Find(string argument)
    {
        if (File.Exists(argument))
            return [Single(argument)];
        if (Directory.Exists(argument))
            return InFolder(argument);

        var matches = Glob.IsPattern(argument) ? Glob.Find(argument) : [];
        return matches.Count > 0 ? matches.Select(Single)
            : throw Missing(
                $"Expected a file, a folder or a pattern that matches files, but there is no '{argument}' in "
                    + $"{Directory.GetCurrentDirectory()}. Check the path.");
    }

    List<SourceFile> InFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", s_visible)
            .Select(
                path =>
                    new SourceFile(Path.GetFullPath(path), Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
            .OrderBy(source => source.Name, StringComparer.Ordinal)
            .ToList();
        var wanted = files.Where(source => isWanted(source.Name)).ToList();
        return wanted.Count > 0 ? wanted
            : throw Missing(
                $"No contract's pattern matches any of the {files.Count} files in the folder '{folder}'. Name "
                    + "the files, or the dataset with --dataset.");
    }

    /// <summary>The name of a single file is its own and a hash of its folder, so that two orders.csv do not replace each other.</summary>
    static SourceFile Single(string path)
    {
        ExpectNoPipe(path);
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? full;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..FolderHashDigits];
        return new(full, $"{Path.GetFileNameWithoutExtension(full)}-{hash}{Path.GetExtension(full)}");
    }

    /// <summary>Files are read in pieces, and again when a run resumes; bash creates pipes for <c>&lt;(…)</c>.</summary>
    static void ExpectNoPipe(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            _ = RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"'{path}' is a pipe, which can be read only once and from its start. Use standard input instead: "
                    + "'duffbeer ingest -'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reader reports why it cannot be read.
        }
    }

    static TerminalException Missing(string message) => new(ProblemCode.SourceMissing, message);
}

using System.Security.Cryptography;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs;

namespace DuffBeer.Local.Sources;

/// <summary>Keeps corrected rows as a file of the home, so that their run can be resumed and replayed like any other.</summary>
static class CorrectedFile
{
    /// <summary>Returns the file's path. It is named by its content: the same rows again are the same file.</summary>
    public static async Task<string> KeepAsync(string file, string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new TerminalException(ProblemCode.SourceMissing, $"Expected a CSV of corrected rows, but there is no file '{file}' in {Directory.GetCurrentDirectory()}. Check the path.");
        var rows = CorrectedRows.Of(await File.ReadAllBytesAsync(file, cancellationToken));
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{Convert.ToHexStringLower(SHA256.HashData(rows))[..16]}.csv");
        if (File.Exists(path))
            return path;
        var partial = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        await File.WriteAllBytesAsync(partial, rows, cancellationToken);
        File.Move(partial, path, overwrite: true);
        return path;
    }
}

using System.Diagnostics;

namespace DuffBeer.Bench.Measuring;

/// <summary>The commit and date of a section.</summary>
static class Commit
{
    /// <summary>Date and commit, and whether there were uncommitted changes.</summary>
    public static string Line()
    {
        var (hash, changes) = (Git("rev-parse", "--short", "HEAD"), Git("status", "--porcelain", "src"));
        var of = hash.Length == 0 ? "" : $", commit {hash}{(changes.Length == 0 ? "" : " with changes")}";
        return $"{DateTime.UtcNow:yyyy-MM-dd}{of}";
    }

    static string Git(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("git", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Repository.Root,
            });
        var output = process!.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}

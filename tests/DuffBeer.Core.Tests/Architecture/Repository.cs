namespace DuffBeer.Core.Tests.Architecture;

/// <summary>The checked-out repository, found from where the tests run.</summary>
static class Repository
{
    public static readonly string Root = FindRoot();

    static readonly string[] s_made = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The files that people wrote, without what builds and tests made, and without hidden folders.</summary>
    public static IEnumerable<string> Files(string? folder = null) =>
        Directory.EnumerateFiles(folder ?? Root).Concat(Directory.EnumerateDirectories(folder ?? Root).Where(IsOurs).SelectMany(Files));

    /// <summary>The path from the root, with slashes.</summary>
    public static string NameOf(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');

    static bool IsOurs(string folder) => Path.GetFileName(folder) is var name && name[0] != '.' && !s_made.Contains(name);

    public static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DuffBeer.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}

namespace DuffBeer.Core.Tests.Architecture;

/// <summary>The checked-out repository, found from where the tests run.</summary>
static class Repository
{
    public static readonly string Root = FindRoot();

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

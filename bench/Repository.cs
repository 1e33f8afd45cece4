using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench;

/// <summary>The repository in which this program was built: its results, and the pages that show them.</summary>
static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Pages with a table of results: the README has the most telling ones, the other page all.</summary>
    public static readonly IReadOnlyList<(string File, IReadOnlyList<string>? Measures)> Pages =
    [
        (Path.Combine(Root, "README.md"), ReadmeTable.MostTelling),
        (Path.Combine(Root, "docs", "guide", "performance.md"), null),
    ];

    public static string ResultsOf(Machine machine) => Path.Combine(Root, "bench", "results", $"{machine.Slug}.md");

    /// <summary>The results of all machines, by file name.</summary>
    public static IReadOnlyList<ResultsFile> AllResults() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "bench", "results"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => ResultsFile.Parse(File.ReadAllText(file))),
    ];

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DuffBeer.sln")))
                return folder;
        }

        throw new InvalidOperationException("The benchmarks run outside the repository.");
    }
}

using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench;

/// <summary>The repository in which this program was built: its results and README.</summary>
static class Repository
{
    public static readonly string Root = FindRoot();

    public static string Readme => Path.Combine(Root, "README.md");

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

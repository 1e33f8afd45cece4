using System.Text;

namespace DuffBeer.Bench.Results;

/// <summary>A page's performance table: the headlines of all committed results, or some of them, between two markers.</summary>
static class ReadmeTable
{
    const string Begin = "<!-- benchmarks: written by bench/ from bench/results/ -->\n";
    const string End = "<!-- end of benchmarks -->";

    /// <summary>The measures that the README shows.</summary>
    public static readonly IReadOnlyList<string> MostTelling =
    [
        "a file of a few rows to visible rows, start-up included",
        "whole ingest job against DuckDB, 1 thread each",
        "peak memory of the process during ingest, 5 GB",
    ];

    /// <summary>The page with the table of these results.</summary>
    /// <param name="measures">The measures to show; null for all.</param>
    /// <exception cref="InvalidOperationException">The page lacks a marker.</exception>
    public static string Into(string page, IEnumerable<ResultsFile> results, IReadOnlyList<string>? measures)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? page[..(begin + Begin.Length)] + Of(results, measures) + page[end..]
            : throw new InvalidOperationException("The page has no markers for the benchmark table.");
    }

    static string Of(IEnumerable<ResultsFile> results, IReadOnlyList<string>? measures)
    {
        var text = new StringBuilder();
        foreach (var file in results)
        {
            var lines = file.Sections.SelectMany(section => section.HeadlineLines).Where(line => IsShown(line, measures)).ToList();
            // A machine may have run only benchmarks without such measures.
            if (lines.Count > 0)
                text.Append($"\n{file.Machine}:\n\n").Append(Headline.Header).AppendJoin('\n', lines).Append('\n');
        }

        return text.Append('\n').ToString();
    }

    static bool IsShown(string line, IReadOnlyList<string>? measures) =>
        measures is null || measures.Any(measure => line.StartsWith($"| {measure} |", StringComparison.Ordinal));
}

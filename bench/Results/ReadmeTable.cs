using System.Text;

namespace DuffBeer.Bench.Results;

/// <summary>The README's performance table: the headlines of all committed results, between two markers.</summary>
static class ReadmeTable
{
    const string Begin = "<!-- benchmarks: written by bench/ from bench/results/ -->\n";
    const string End = "<!-- end of benchmarks -->";

    /// <summary>The README with the table of these results.</summary>
    /// <exception cref="InvalidOperationException">The README lacks a marker.</exception>
    public static string Into(string readme, IEnumerable<ResultsFile> results)
    {
        var begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? readme[..(begin + Begin.Length)] + Of(results) + readme[end..]
            : throw new InvalidOperationException("The README has no markers for the benchmark table.");
    }

    static string Of(IEnumerable<ResultsFile> results)
    {
        var text = new StringBuilder();
        foreach (var file in results)
            text.Append($"\n{file.Machine}:\n\n")
                .Append(Headline.Header)
                .AppendJoin('\n', file.Sections.SelectMany(section => section.HeadlineLines))
                .Append('\n');
        return text.Append('\n').ToString();
    }
}

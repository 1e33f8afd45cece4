using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Tests.Results;

public sealed class ReadmeTableTests
{
    const string Markers = "# A\n<!-- benchmarks: written by bench/ from bench/results/ -->\nold\n<!-- end of benchmarks -->\nrest\n";

    [Fact]
    public void The_pages_have_the_committed_results()
    {
        Assert.NotEmpty(Repository.AllResults());
        Assert.All(Repository.Pages, page =>
        {
            var text = File.ReadAllText(page.File).ReplaceLineEndings("\n");
            Assert.Equal(ReadmeTable.Into(text, Repository.AllResults(), page.Measures), text);
        });
    }

    [Fact]
    public void The_most_telling_measures_have_results()
    {
        var readme = File.ReadAllText(Repository.Pages[0].File);

        Assert.All(ReadmeTable.MostTelling, measure => Assert.Contains($"\n| {measure} | ", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_may_show_some_measures_only()
    {
        var results = new ResultsFile("# One, 2 cores\n", [Section.Of("A", [new("a", "1×"), new("ab", "2×")], "text")]);

        var page = ReadmeTable.Into(Markers, [results], ["a"]);

        Assert.Contains("| a | 1×", page, StringComparison.Ordinal);
        Assert.DoesNotContain("| ab |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_the_headlines_of_every_section_of_every_machine()
    {
        var one = new ResultsFile(
            "# One, 2 cores\n",
            [Section.Of("A", [new("a", "1×", "2×", "3×")], "text"), Section.Of("B", [new("b", "4 MiB")], "| no | headline |")]);
        var two = new ResultsFile("# Two, 64 cores\n", [Section.Of("A", [new("a", "9×")], "text")]);
        var none = new ResultsFile("# Three, 2 cores\n", [Section.Of("A", [], "| no | headline |")]);

        var readme = ReadmeTable.Into(Markers, [one, none, two], null);

        Assert.Equal(
            "# A\n<!-- benchmarks: written by bench/ from bench/results/ -->\n"
            + "\nOne, 2 cores:\n\n| measure | reached | at least | aim |\n|---|---|---|---|\n| a | 1× | 2× | 3× |\n| b | 4 MiB |  |  |\n"
            + "\nTwo, 64 cores:\n\n| measure | reached | at least | aim |\n|---|---|---|---|\n| a | 9× |  |  |\n"
            + "\n<!-- end of benchmarks -->\nrest\n",
            readme);
    }

    [Fact]
    public void A_readme_without_markers_is_not_written() =>
        Assert.Throws<InvalidOperationException>(() => ReadmeTable.Into("# A\n", [], null));
}

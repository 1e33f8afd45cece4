using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Tests.Results;

public sealed class ReadmeTableTests
{
    const string Markers = "# A\n<!-- benchmarks: written by bench/ from bench/results/ -->\nold\n<!-- end of benchmarks -->\nrest\n";

    [Fact]
    public void The_readme_has_the_committed_results()
    {
        var readme = File.ReadAllText(Repository.Readme).ReplaceLineEndings("\n");

        Assert.NotEmpty(Repository.AllResults());
        Assert.Equal(ReadmeTable.Into(readme, Repository.AllResults()), readme);
    }

    [Fact]
    public void The_table_has_the_headlines_of_every_section_of_every_machine()
    {
        var one = new ResultsFile(
            "# One, 2 cores\n",
            [Section.Of("A", [new("a", "1×", "2×", "3×")], "text"), Section.Of("B", [new("b", "4 MiB")], "| no | headline |")]);
        var two = new ResultsFile("# Two, 64 cores\n", [Section.Of("A", [new("a", "9×")], "text")]);

        var readme = ReadmeTable.Into(Markers, [one, two]);

        Assert.Equal(
            "# A\n<!-- benchmarks: written by bench/ from bench/results/ -->\n"
            + "\nOne, 2 cores:\n\n| measure | reached | at least | aim |\n|---|---|---|---|\n| a | 1× | 2× | 3× |\n| b | 4 MiB |  |  |\n"
            + "\nTwo, 64 cores:\n\n| measure | reached | at least | aim |\n|---|---|---|---|\n| a | 9× |  |  |\n"
            + "\n<!-- end of benchmarks -->\nrest\n",
            readme);
    }

    [Fact]
    public void A_readme_without_markers_is_not_written() =>
        Assert.Throws<InvalidOperationException>(() => ReadmeTable.Into("# A\n", []));
}

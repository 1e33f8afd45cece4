using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Tests.Results;

public sealed class ResultsFileTests
{
    static readonly Machine s_machine = new("Some CPU @ 2.0GHz", 8, 16);

    [Fact]
    public void One_section_is_replaced_and_the_others_stay_unchanged()
    {
        var before = ResultsFile.Empty.With(s_machine, Section.Of("A", [new("a", "1")], "old"))
            .With(s_machine, Section.Of("B", [], "kept\n\n### part\n\nmore"));

        var after = ResultsFile.Parse(before.Text).With(s_machine, Section.Of("A", [new("a", "2")], "new"));

        Assert.Equal(["A", "B"], after.Sections.Select(section => section.Title));
        Assert.Equal(before.Sections[1], after.Sections[1]);
        Assert.Equal(["| a | 2 |  |  |"], after.Sections[0].HeadlineLines);
        Assert.DoesNotContain("old", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_back_as_written()
    {
        var file = ResultsFile.Empty.With(s_machine, Section.Of("A", [new("a", "1")], "one")).With(s_machine, Section.Of("B", [], "two"));

        Assert.Equal(file.Text, ResultsFile.Parse(file.Text).Text);
        Assert.Equal(s_machine.Name, ResultsFile.Parse(file.Text).Machine);
    }

    [Fact]
    public void The_committed_results_have_the_format_of_the_suite() =>
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "bench", "results"), "*.md"), file =>
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            Assert.Equal(ResultsFile.Parse(text).Text, text);
            Assert.NotEmpty(ResultsFile.Parse(text).Sections);
        });

    [Fact]
    public void A_machine_names_its_file() => Assert.Equal("some-cpu-2-0ghz-8-cores", s_machine.Slug);
}

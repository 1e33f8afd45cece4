using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Tests.Results;

public sealed class SectionTests
{
    [Fact]
    public void Paragraphs_are_wrapped_at_140_characters()
    {
        var words = string.Join(' ', Enumerable.Repeat("words", 50));

        var lines = Section.Of("A", [], $"{words}\n{words}").Text.Split('\n');

        Assert.All(lines, line => Assert.True(line.Length <= 140, line));
        Assert.Equal($"{words} {words}", string.Join(' ', lines[2..^1]));
    }

    [Fact]
    public void Tables_headings_and_empty_lines_stay_unchanged()
    {
        var row = $"| {string.Join(" | ", Enumerable.Repeat("cell", 50))} |";

        Assert.Equal($"## A\n\n### part\n\none two\n\n{row}\n{row}\n", Section.Of("A", [], $"### part\n\none\ntwo\n\n{row}\n{row}").Text);
    }
}

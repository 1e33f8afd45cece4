using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Core.Tests.Runs;

public sealed class RawCellsTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("", "")]
    [InlineData(",", "|")]
    [InlineData("\"a,b\",\"say \"\"hi\"\"\",\"\"", "a,b|say \"hi\"|")]
    [InlineData("a\"b,c", "a\"b|c")]
    public void A_line_is_divided_into_its_cells(string line, string cells) =>
        Assert.Equal(cells.Split('|'), RawCells.Split(line, new((byte)',')));

    [Fact]
    public void Escapes_long_delimiters_and_spaces_around_quotes_are_those_of_the_file()
    {
        Assert.Equal(["a", "|b"], RawCells.Split("a|||b", new((byte)'|') { DelimiterRest = "|"u8.ToArray() }));
        Assert.Equal(["say \"hi\"", "b"], RawCells.Split("\"say \\\"hi\\\"\",b", new((byte)',') { Escape = (byte)'\\' }));
        Assert.Equal(["a, b", "c"], RawCells.Split(" \"a, b\" ,c", new((byte)',') { SpacedQuotes = true }));
    }

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"b,c")]
    public void A_line_with_broken_quotes_has_none(string line) => Assert.Null(RawCells.Split(line, new((byte)',')));
}

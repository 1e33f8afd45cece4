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

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"b,c")]
    public void A_line_with_broken_quotes_has_none(string line) => Assert.Null(RawCells.Split(line, new((byte)',')));
}

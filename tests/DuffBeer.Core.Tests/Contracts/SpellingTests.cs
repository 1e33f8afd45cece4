using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Contracts;

public class SpellingTests
{
    [Theory]
    [InlineData("descripton", "description")]
    [InlineData("Order-Id", "order_id")]
    [InlineData("oredr_id", "order_id")]
    [InlineData("order_idd", "order_id")]
    [InlineData("zebra", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Closest(word, ["order_id", "description", "status", "x"]));
}

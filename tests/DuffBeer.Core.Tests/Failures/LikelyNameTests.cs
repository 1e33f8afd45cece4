using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Tests.Failures;

public sealed class LikelyNameTests
{
    static readonly string[] s_names = ["sales-by-product", "sales-by-channel", "orders", "top-clients", "runs"];

    [Theory]
    [InlineData("sales-by-prodcut", "sales-by-product")]
    [InlineData("SALES-BY-CHANEL", "sales-by-channel")]
    [InlineData("order", "orders")]
    [InlineData("rnus", "runs")]
    [InlineData("clients", "top-clients")]
    [InlineData("sales", null)]
    [InlineData("weather", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_meant_or_none(string typed, string? expected) => Assert.Equal(expected, LikelyName.Of(typed, s_names));
}

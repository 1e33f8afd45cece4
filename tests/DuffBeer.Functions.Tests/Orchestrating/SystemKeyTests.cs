using DuffBeer.Functions.Orchestrating;

namespace DuffBeer.Functions.Tests.Orchestrating;

public sealed class SystemKeyTests
{
    [Theory]
    [InlineData("http://localhost/instances/x?code=secret", "http://localhost/instances/x")]
    [InlineData("http://localhost/x?taskHub=Duff&connection=Storage&code=secret", "http://localhost/x?taskHub=Duff&connection=Storage")]
    [InlineData("http://localhost/x?reason={{text}}&code=secret&taskHub=Duff", "http://localhost/x?reason={{text}}&taskHub=Duff")]
    [InlineData("http://localhost/instances/x", "http://localhost/instances/x")]
    [InlineData(null, "")]
    public void Only_the_system_key_is_removed_from_an_address(string? address, string expected) =>
        Assert.Equal(expected, SystemKey.Without(address));
}

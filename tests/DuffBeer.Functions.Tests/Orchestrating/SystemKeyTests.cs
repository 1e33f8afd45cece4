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
    public void An_address_loses_its_system_key_and_nothing_else(string? address, string expected) =>
        Assert.Equal(expected, SystemKey.Without(address));
}

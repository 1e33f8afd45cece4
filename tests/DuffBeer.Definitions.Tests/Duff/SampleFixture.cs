using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>The models over the brief's sample, built once for the tests of a class.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    internal BuiltModels Models { get; private set; } = null!;

    public async Task InitializeAsync() => Models = await DuffModels.OfFilesAsync(OrderRow.Sample);

    public Task DisposeAsync()
    {
        Models.Dispose();
        return Task.CompletedTask;
    }
}

using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Retail;

/// <summary>The models over <see cref="LineRow.Sample"/>, built once for the tests of a class.</summary>
public sealed class RetailSample : IAsyncLifetime
{
    internal BuiltModels Models { get; private set; } = null!;

    public async Task InitializeAsync() => Models = await BuiltModels.OfFilesAsync("retail", LineRow.Sample);

    public Task DisposeAsync()
    {
        Models.Dispose();
        return Task.CompletedTask;
    }
}

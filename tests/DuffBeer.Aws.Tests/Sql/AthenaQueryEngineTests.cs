using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class AthenaQueryEngineTests : QueryEngineContract, IAsyncLifetime
{
    readonly SqlCloud _cloud = new();

    protected override IQueryEngine Engine => _cloud.Engine;

    protected override IObjectStore Lake => _cloud.Lake;

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();
}

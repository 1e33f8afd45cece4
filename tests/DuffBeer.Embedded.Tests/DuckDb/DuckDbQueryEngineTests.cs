using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class DuckDbQueryEngineTests : QueryEngineContract, IDisposable
{
    readonly TestLake _lake = new();

    protected override IQueryEngine Engine => _lake.Engine;

    protected override IObjectStore Lake => _lake.Store;

    public void Dispose() => _lake.Dispose();
}

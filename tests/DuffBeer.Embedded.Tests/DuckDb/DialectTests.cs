using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class DialectTests(TestLake lake) : DialectContract, IClassFixture<TestLake>
{
    protected override IQueryEngine Engine => lake.Engine;
}

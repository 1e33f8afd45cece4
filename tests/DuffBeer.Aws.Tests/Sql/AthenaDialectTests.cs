using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>
/// The fake computes on DuckDB what these words mean in Trino, so this shows what is asked for; that Trino reads it, its grammar
/// shows.
/// </summary>
public sealed class AthenaDialectTests(SqlCloud cloud) : DialectContract, IClassFixture<SqlCloud>
{
    protected override IQueryEngine Engine => cloud.Engine;
}

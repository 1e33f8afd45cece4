using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>
/// The fake runs Trino's functions on DuckDB, so this tests the values; a test with Trino's grammar shows that Trino accepts the SQL.
/// </summary>
public sealed class AthenaDialectTests(SqlCloud cloud) : DialectContract, IClassFixture<SqlCloud>
{
    protected override IQueryEngine Engine => cloud.Engine;
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class QueryTests : IDisposable
{
    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    public static TheoryData<string, object> Values => new()
    {
        { "int32", -7 },
        { "int64", long.MaxValue },
        { "decimal(4,2)", 12.34m },
        { "decimal(9,2)", 1234567.89m },
        { "decimal(18,2)", -9999999999999999.99m },
        { "decimal(38,10)", 123456789012345678.0123456789m },
        { "double", 0.1 },
        { "bool", true },
        { "date", new DateOnly(1969, 12, 31) },
        { "timestamp", new DateTime(2024, 2, 29, 23, 59, 59, 999, DateTimeKind.Utc) },
        { "string", "" },
        { "string", "twelve bytes" },
        { "string", "Düff 🍺 with more than twelve bytes" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_from_a_parameter_as_it_went(string type, object value)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        var dialect = _lake.Engine.Dialect;

        var result = await QueryAsync($"SELECT {dialect.Cast("?", parsed)} AS v, {dialect.Literal(new(parsed, value))} AS l", new SqlValue(parsed, value));

        Assert.Equal(parsed, result.Columns[0].Type);
        Assert.Equal(parsed, result.Columns[1].Type);
        Assert.Equal([value, value], result.Rows.Single());
    }

    Task<QueryResult> QueryAsync(string sql, params SqlValue[] parameters) =>
        _lake.Engine.QueryAsync(new(sql, [], parameters), default);
}

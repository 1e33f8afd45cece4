using DuffBeer.Core.Contracts;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class PartValueTests(TestLake lake) : IClassFixture<TestLake>
{
    [Theory]
    [MemberData(nameof(QueryTests.Values), MemberType = typeof(QueryTests))]
    public async Task A_value_of_every_type_and_a_null_survive_a_part(string type, object value)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        TableColumn[] columns = [new("v", parsed), new("n", parsed)];
        var cast = lake.Engine.Dialect.Cast("?", parsed);

        var made = await lake.Engine.MaterializeAsync(
            new($"SELECT {cast} AS v, NULL AS n", [], [new(parsed, value)]), columns, "p", [], default);

        var read = await lake.Engine.QueryAsync(new("SELECT * FROM p", [new("p", columns, made.Parts)], []), default);
        Assert.Equal([value, null], read.Rows.Single());
        Assert.All(read.Columns, column => Assert.Equal(parsed, column.Type));
    }
}

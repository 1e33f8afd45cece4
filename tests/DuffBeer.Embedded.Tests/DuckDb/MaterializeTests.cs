using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class MaterializeTests : IDisposable
{
    static readonly TableColumn[] s_columns = [new("id", LogicalType.Int64), new("channel", LogicalType.String), new("price", LogicalType.Decimal(10, 2))];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task What_is_materialised_is_read_back_through_a_relation()
    {
        var made = await MaterializeAsync("SELECT 2.5 AS price, 1 AS id, 'B2B' AS channel -- a comment");

        Assert.Equal(["marts/m/part-0.parquet"], made.Parts);
        Assert.Equal(1, made.Rows);
        Assert.Equal(new FileInfo(_lake.PathOf(made.Parts[0])).Length, made.Bytes);
        var read = await _lake.Engine.QueryAsync(new("SELECT * FROM m", [new("m", s_columns, made.Parts)], []), default);
        Assert.Equal(s_columns.Select(column => (column.Name, column.Type)), read.Columns.Select(column => (column.Name, column.Type)));
        Assert.Equal([1L, "B2B", 2.5m], read.Rows.Single());
    }

    Task<Materialized> MaterializeAsync(string sql, params string[] partitionBy) =>
        _lake.Engine.MaterializeAsync(new(sql, [], []), s_columns, "marts/m/", partitionBy, default);
}

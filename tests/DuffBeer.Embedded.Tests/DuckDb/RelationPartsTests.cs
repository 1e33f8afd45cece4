using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Parts are read in one way while they are few, and in another when they are too many to keep open.</summary>
public sealed class RelationPartsTests : IDisposable
{
    readonly TestLake _lake = new();
    readonly DuckDbDatabase _database;
    readonly DuckDbConnection _connection;

    public RelationPartsTests()
    {
        _database = new(_lake.Temp);
        _connection = _database.Connect();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        _lake.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_parts_and_many_parts_have_the_same_rows(int mostOpen)
    {
        Write("a", "CAST(7 AS INTEGER) AS id, CAST(1.5 AS DECIMAL(4, 1)) AS price, TIMESTAMP '2024-01-15 23:00:00.000001' AS at");
        Write("b", "CAST(8 AS BIGINT) AS id, 'x' AS note, TIMESTAMPTZ '2024-07-01 12:00:00.5+00' AS at");
        TableColumn[] columns =
        [
            new("id", LogicalType.Int64), new("price", LogicalType.Decimal(18, 2)), new("note", LogicalType.String),
            new("at", LogicalType.Timestamp), new("missing", LogicalType.Date),
        ];

        var rows = Rows($"{Sql(mostOpen).Select(new("orders", columns, ["a", "b"]))} ORDER BY id");

        Assert.Equal(
            [
                [7L, 1.5m, null, new DateTime(2024, 1, 15, 23, 0, 0, DateTimeKind.Utc).AddMicroseconds(1), null],
                [8L, null, "x", new DateTime(2024, 7, 1, 12, 0, 0, 500, DateTimeKind.Utc), null],
            ],
            rows);
    }

    [Theory]
    [InlineData("large")]
    [InlineData("large", "other")]
    public void A_few_keys_narrow_the_scan_of_a_large_part(params string[] parts)
    {
        foreach (var part in parts)
            _connection.Run($"COPY (SELECT range AS id FROM range(200000)) TO '{PathOf(part)}' (FORMAT parquet, ROW_GROUP_SIZE 20000)");
        var select = Sql(mostOpen: 1).Select(new("orders", [new("id", LogicalType.Int64)], parts));

        var plan = Rows($"EXPLAIN ANALYZE SELECT o.id FROM ({select}) AS o JOIN (VALUES (100), (102), (107)) AS wanted (id) USING (id)");

        Assert.Equal(parts.Length, ((string)plan[0][1]!).Split("Dynamic Filters").Length - 1);
    }

    /// <summary>A part that is open takes memory until the statement ends.</summary>
    [Fact]
    public void The_parts_that_are_open_do_not_follow_those_of_a_relation()
    {
        TableColumn[] columns = [new("id", LogicalType.Int64)];
        string[] parts = [.. Enumerable.Range(0, 5_000).Select(part => $"part-{part}")];

        var sql = new RelationSql(PathOf).Select(new("orders", columns, parts)).Split("union_by_name = true");

        Assert.Equal(100, sql[0].Split(".parquet'").Length - 1);
        // A constant takes memory too.
        Assert.True(sql[1].Split('\'').Length < 20, sql[1]);
        Assert.Equal(4_900, sql[1].Split(".parquet").Length - 1);
    }

    [Fact]
    public void The_names_of_many_parts_may_have_any_character()
    {
        string[] parts = ["a", "*", "**", "b*", "*c", "[x]*?", "it's", "d,e", "f\\g"];
        _connection.Run($"COPY (SELECT CAST(1 AS BIGINT) AS id) TO '{PathOf("a")}' (FORMAT parquet)");
        foreach (var part in parts.Skip(1))
            File.Copy(PathOf("a"), PathOf(part));

        var select = Sql(mostOpen: 1).Select(new("orders", [new("id", LogicalType.Int64)], parts));

        Assert.Equal([[(long)parts.Length]], Rows($"SELECT count(*) FROM ({select})"));
    }

    [Theory]
    [InlineData]
    [InlineData("a")]
    [InlineData("a", "it's", "[x]*")]
    public async Task A_view_is_written_piece_by_piece_as_it_would_be_in_one(params string[] parts)
    {
        var sql = new RelationSql(PathOf, isUtc: false);
        Relation orders = new("orders", [new("id", LogicalType.Int64), new("at", LogicalType.Timestamp)], parts);
        await using var written = new StringWriter();

        await sql.WriteAsync(orders, written);

        Assert.Equal(sql.Select(orders), written.ToString());
    }

    RelationSql Sql(int mostOpen) => new(PathOf, mostOpen: mostOpen);

    string PathOf(string part) => Path.Combine(_lake.Temp, $"{part}.parquet");

    void Write(string part, string row) => _connection.Run($"COPY (SELECT {row}) TO '{PathOf(part)}' (FORMAT parquet)");

    IReadOnlyList<object?[]> Rows(string sql)
    {
        using var statement = _connection.Prepare(sql);
        return statement.Query([], default).Rows;
    }
}

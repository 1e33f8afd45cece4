using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class RelationTests : IDisposable
{
    static readonly TableColumn[] s_columns =
    [
        new("id", LogicalType.Int64),
        new("price", LogicalType.Decimal(18, 2)),
        new("note", LogicalType.String),
        SystemColumns.Offset,
        SystemColumns.Run,
    ];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_relation_without_parts_is_an_empty_typed_table()
    {
        var result = await QueryAsync("SELECT * FROM orders", new Relation("orders", s_columns, []));

        Assert.Equal(s_columns.Select(column => (column.Name, column.Type)), result.Columns.Select(column => (column.Name, column.Type)));
        Assert.Empty(result.Rows);
    }

    [Fact]
    public async Task A_dataset_without_runs_also_has_the_run_columns()
    {
        var result = await QueryAsync(
            "SELECT _source_time, _source_key, _run_order FROM orders", new Relation("orders", s_columns, [], RelationRuns.Of("none", [])));

        Assert.Equal([LogicalType.Timestamp, LogicalType.String, LogicalType.Int32], result.Columns.Select(column => column.Type));
        Assert.Empty(result.Rows);
    }

    [Fact]
    public async Task A_row_of_a_dataset_knows_the_source_of_its_run()
    {
        var parts = new[] { await PartAsync("a", "SELECT 1 AS id, "
            + "'run-a' AS _run"), await PartAsync("b", "SELECT 2 AS id, 'run-b' AS _run") };
        RelationRun[] runs =
        [
            new("run-a", new(2024, 5, 1, 12, 0, 0, 5, TimeSpan.FromHours(2)), "duff/it's.csv"),
            new("run-b", new(2024, 5, 2, 0, 0, 0, TimeSpan.Zero), "duff/b.csv"),
        ];

        var result = await QueryAsync(
            "SELECT id, _source_time, _source_key, _run_order FROM orders ORDER BY id",
            new Relation("orders", [new("id", LogicalType.Int64)], parts, RelationRuns.Of("two", runs)));

        Assert.Equal(
            [
                [1L, new DateTime(2024, 5, 1, 10, 0, 0, 5, DateTimeKind.Utc), "duff/it's.csv", 0],
                [2L, new DateTime(2024, 5, 2, 0, 0, 0, DateTimeKind.Utc), "duff/b.csv", 1],
            ],
            result.Rows);
    }

    [Fact]
    public async Task A_column_is_null_for_the_parts_that_lack_it_even_if_all_do()
    {
        var parts = new[] { await PartAsync("old", "SELECT 1 AS id, 2.5 AS price"), await PartAsync("new", "SELECT 'x' AS note, 2 AS id") };

        var result = await QueryAsync("SELECT id, price, note, _offset FROM orders ORDER BY id", new Relation("orders", s_columns, parts));

        Assert.Equal([[1L, 2.5m, null, null], [2L, null, "x", null]], result.Rows);
    }

    [Fact]
    public async Task A_column_of_an_older_type_is_read_as_the_declared_type()
    {
        var part = await PartAsync("old", "SELECT CAST(7 AS INTEGER) AS id, CAST(1.5 AS DECIMAL(4, 1)) AS price, 12 AS note");

        var result = await QueryAsync("SELECT id, price, note FROM orders", new Relation("orders", s_columns, [part]));

        Assert.Equal(s_columns[..3].Select(column => column.Type), result.Columns.Select(column => column.Type));
        Assert.Equal([7L, 1.5m, "12"], result.Rows.Single());
    }

    [Theory]
    [InlineData("TIMESTAMPTZ '2024-07-01 12:00:00.123+00'")]
    [InlineData("TIMESTAMP_MS '2024-07-01 12:00:00.123'")]
    [InlineData("TIMESTAMP_NS '2024-07-01 12:00:00.123'")]
    public async Task A_timestamp_of_any_precision_with_or_without_zone_is_read_as_UTC(string stored)
    {
        var file = Path.Combine(_lake.Temp, "t.parquet");
        using (var database = new DuckDbDatabase(_lake.Temp))
        using (var connection = database.Connect())
            connection.Run($"COPY (SELECT {stored} AS t) TO '{file}' (FORMAT parquet)");
        using var engine = new DuckDbQueryEngine(_lake.Store, key => Path.Combine(_lake.Temp, key), _lake.Temp);

        var result = await engine.QueryAsync(
            new("SELECT t FROM times", [new("times", [new("t", LogicalType.Timestamp)], ["t.parquet"])], []), default);

        Assert.Equal(LogicalType.Timestamp, result.Columns.Single().Type);
        Assert.Equal([new DateTime(2024, 7, 1, 12, 0, 0, 123, DateTimeKind.Utc)], result.Rows.Single());
    }

    [Theory]
    [InlineData("a.parquet", "b.parquet", "c.parquet")]
    [InlineData("c.parquet", "b.parquet", "a.parquet")]
    public async Task Parts_of_older_versions_are_read_beside_those_that_store_moments(params string[] parts)
    {
        string[] stored =
        [
            "TIMESTAMP '2024-01-15 23:00:00.000001'", "TIMESTAMPTZ '2024-07-01 12:00:00.5+00'", "TIMESTAMP_MS '2024-07-01 13:00:00'",
        ];
        using (var database = new DuckDbDatabase(_lake.Temp))
        using (var connection = database.Connect())
        {
            foreach (var (index, time) in stored.Index())
            {
                var file = Path.Combine(_lake.Temp, $"{(char)('a' + index)}.parquet");
                connection.Run($"COPY (SELECT {time} AS t) TO '{file}' (FORMAT parquet)");
            }
        }

        TableColumn[] columns = [new("t", LogicalType.Timestamp)];
        DateTime[] moments =
        [
            new DateTime(2024, 1, 15, 23, 0, 0, DateTimeKind.Utc).AddMicroseconds(1),
            new(2024, 7, 1, 12, 0, 0, 500, DateTimeKind.Utc),
            new(2024, 7, 1, 13, 0, 0, DateTimeKind.Utc),
        ];
        using var engine = new DuckDbQueryEngine(_lake.Store, key => Path.Combine(_lake.Temp, key), _lake.Temp);
        var result = await engine.QueryAsync(new("SELECT t FROM times ORDER BY t", [new("times", columns, parts)], []), default);
        Assert.Equal(moments.Cast<object>(), result.Rows.Select(row => row[0]!));
    }

    [Fact]
    public async Task Only_declared_columns_are_read_and_folders_add_none()
    {
        var part = await PartAsync("channel=Retail/run_id=r1", "SELECT 1 AS id, 'B2B' AS channel, 9 AS secret");

        var result = await QueryAsync(
            "SELECT * FROM orders", new Relation("orders", [new("channel", LogicalType.String), new("id", LogicalType.Int64)], [part]));

        Assert.Equal(["channel", "id"], result.Columns.Select(column => column.Name));
        Assert.Equal(["B2B", 1L], result.Rows.Single());
    }

    [Theory]
    [InlineData("it's \"here\"")]
    [InlineData("[a-z]")]
    [InlineData("what? *")]
    [InlineData("{1,2} %20 $x \\ ; --")]
    [InlineData("Düff 🍺")]
    public async Task A_part_in_a_folder_of_any_name_is_read_alone(string folder)
    {
        using var lake = new TestLake(folder);
        var key = await PartAsync("here", "SELECT 1 AS id", lake);
        _ = await PartAsync("beside", "SELECT 2 AS id", lake);

        var result = await lake.Engine.QueryAsync(new("SELECT id FROM orders", [new("orders", s_columns, [key])], []), default);

        Assert.Equal([1L], result.Rows.Single());
    }

    [Fact]
    public async Task Thousands_of_parts_and_runs_are_one_relation()
    {
        const int Count = 2000;
        var first = await PartAsync("p", "SELECT 1 AS id, 'run-7' AS _run");
        var parts = Enumerable.Range(0, Count).Select(number => $"many/{number}.parquet").ToArray();
        Directory.CreateDirectory(Path.GetDirectoryName(_lake.PathOf(parts[0]))!);
        foreach (var part in parts)
            File.Copy(_lake.PathOf(first), _lake.PathOf(part));
        var runs = Enumerable.Range(0, Count)
            .Select(number => new RelationRun($"run-{number}", DateTimeOffset.UnixEpoch.AddMinutes(number), $"{number}.csv"));

        var result = await QueryAsync(
            "SELECT sum(id) AS n, max(_run_order) AS latest FROM orders",
            new Relation("orders", s_columns, parts, RelationRuns.Of("many", [.. runs])));

        Assert.Equal([(long)Count, 7], result.Rows.Single());
    }

    [Fact]
    public async Task Relations_can_be_joined_and_used_twice()
    {
        var orders = new Relation("orders", s_columns, [await PartAsync("o", "SELECT i AS id FROM range(3) AS r(i)")]);
        var names = new Relation(
            "names",
            [new("id", LogicalType.Int64), new("name", LogicalType.String)],
            [await PartAsync("n", "SELECT 2 AS id, 'Moe' AS name")]);

        var result = await QueryAsync(
            "SELECT o.id, n.name, (SELECT count(*) FROM orders) AS total FROM orders AS o JOIN names AS n ON n.id = o.id", orders, names);

        Assert.Equal([2L, "Moe", 3L], result.Rows.Single());
    }

    [Fact]
    public async Task A_missing_part_is_a_transient_failure()
    {
        var failure = await Assert.ThrowsAsync<TransientException>(
            () => QueryAsync("SELECT id FROM orders", new Relation("orders", s_columns, ["gone.parquet"])));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
        Assert.Contains("gone.parquet", failure.Message, StringComparison.Ordinal);
    }

    Task<QueryResult> QueryAsync(string sql, params Relation[] relations) => _lake.Engine.QueryAsync(new(sql, relations, []), default);

    /// <summary>A part with the columns of a SELECT, in the types that the SELECT gives them.</summary>
    async Task<string> PartAsync(string folder, string sql, TestLake? lake = null)
    {
        var engine = (lake ?? _lake).Engine;
        var columns = (await engine.QueryAsync(new(sql, [], []), default)).Columns;
        return (await engine.MaterializeAsync(new(sql, [], []), columns, folder, [], default)).Parts.Single();
    }
}

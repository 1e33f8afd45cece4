using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class MaterializeTests : IDisposable
{
    static readonly TableColumn[] s_columns =
    [
        new("id", LogicalType.Int64), new("channel", LogicalType.String), new("price", LogicalType.Decimal(10, 2)),
    ];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_materialised_SELECT_is_read_back_in_the_declared_order_and_types()
    {
        var made = await MaterializeAsync("SELECT 2.5 AS price, 1 AS id, 'B2B' AS channel -- a comment");

        Assert.Equal(["marts/m/v=1/part-0.parquet"], made.Parts);
        Assert.Equal(1, made.Rows);
        Assert.Equal(new FileInfo(_lake.PathOf(made.Parts[0])).Length, made.Bytes);
        Assert.Equal([["id", "BIGINT"], ["channel", "VARCHAR"], ["price", "DECIMAL(10,2)"]],
            await RawAsync(
                "SELECT column_name, "
                    + $"column_type FROM (DESCRIBE FROM read_parquet('{_lake.PathOf(made.Parts[0])}', hive_partitioning = false))"));
        Assert.Equal([[1L, "B2B", 2.5m]], await ReadAsync(made));
    }

    [Theory]
    [InlineData("1 = 1")]
    [InlineData("1 = 1", "channel")]
    [InlineData("false", "channel")]
    public async Task Every_column_has_its_id(string where, params string[] partitionBy)
    {
        var made = await MaterializeAsync($"SELECT 1 AS id, 'it''s' AS channel, 1 AS price WHERE {where}", partitionBy);

        Assert.Equal(
            s_columns.Select(column => (object[])[column.Name, (long)column.FieldId]),
            await RawAsync($"SELECT name, field_id FROM parquet_schema('{_lake.PathOf(made.Parts[0])}') WHERE field_id IS NOT NULL"));
    }

    [Fact]
    public async Task A_SELECT_without_rows_gives_one_typed_part_without_rows()
    {
        var made = await MaterializeAsync("SELECT 1 AS id, 'x' AS channel, 1 AS price WHERE false");

        Assert.Single(made.Parts);
        Assert.Equal(0, made.Rows);
        Assert.Empty(await ReadAsync(made));
    }

    [Fact]
    public async Task A_partitioned_SELECT_without_rows_gives_one_part_without_rows()
    {
        var made = await MaterializeAsync("SELECT 1 AS id, 'x' AS channel, 1 AS price WHERE false", "channel");

        Assert.Equal(["marts/m/v=1/part-0.parquet"], made.Parts);
        Assert.Empty(await ReadAsync(made));
    }

    [Fact]
    public async Task Each_partition_has_its_own_part_which_stores_the_partition_column()
    {
        var made = await MaterializeAsync(
            "SELECT i AS id, CASE i % 3 WHEN 0 THEN 'Retail' WHEN 1 THEN 'a/b c=d' END AS channel, 1 AS price FROM range(30000) AS r(i)",
            "channel");

        Assert.Equal(
            [
                "marts/m/v=1/channel=Retail/part-0.parquet",
                "marts/m/v=1/channel=__HIVE_DEFAULT_PARTITION__/part-0.parquet",
                "marts/m/v=1/channel=a%2Fb%20c%3Dd/part-0.parquet",
            ],
            made.Parts.Order(StringComparer.Ordinal));
        Assert.Equal(30_000, made.Rows);
        Assert.Equal(
            [["Retail", 10_000L], ["a/b c=d", 10_000L], [null, 10_000L]],
            await ReadAsync(made, "SELECT channel, count(*) AS n FROM m GROUP BY channel ORDER BY channel"));
    }

    [Fact]
    public async Task Two_hundred_partitions_by_two_columns_have_one_part_each_and_lose_no_row()
    {
        var made = await MaterializeAsync(
            "SELECT i % 20 AS id, 'c' || (i // 20 % 10) AS channel, i AS price FROM range(200000) AS r(i)", "id", "channel");

        Assert.Equal(
            [
                .. from id in Enumerable.Range(0, 20)
                   from channel in Enumerable.Range(0, 10)
                   select $"marts/m/v=1/id={id}/channel=c{channel}/part-0.parquet",
            ],
            made.Parts.ToHashSet());
        Assert.Equal(
            [[200_000L, 19_999_900_000m]], await ReadAsync(made, "SELECT count(*) AS n, CAST(sum(price) AS DECIMAL(20, 0)) AS s FROM m"));
    }

    [Theory]
    [InlineData("SELECT 1 AS id, 'x' AS channel", "lacks price")]
    [InlineData("SELECT 1 AS id, 'x' AS channel, 1 AS price, 2 AS surplus", "has undeclared columns surplus")]
    [InlineData("SELECT 1 AS id, 'x' AS channel, 1 AS price, 2 AS price", "price")]
    [InlineData("SELECT 'one' AS id, 'x' AS channel, 1 AS price", "Could not convert string 'one'")]
    [InlineData("SELECT 1 AS id, 'x' AS channel, 123456789 AS price", "DECIMAL(10,2)")]
    [InlineData("SELECT oops", "oops")]
    public async Task A_SELECT_that_does_not_match_its_header_fails_and_writes_nothing(string sql, string expected)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => MaterializeAsync(sql));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_lake.PathOf("marts")));
    }

    [Fact]
    public async Task A_second_attempt_writes_the_same_keys_and_leaves_no_draft()
    {
        var first = await MaterializeAsync("SELECT 1 AS id, 'x' AS channel, 1 AS price");
        var second = await MaterializeAsync("SELECT 1 AS id, 'x' AS channel, 1 AS price");

        Assert.Equal(first.Parts, second.Parts);
        Assert.Empty(Directory.EnumerateDirectories(_lake.Temp, "draft-*"));
    }

    [Fact]
    public async Task A_cancelled_materialisation_leaves_neither_part_nor_draft()
    {
        using var cancellation = new CancellationTokenSource();
        var endless = _lake.Engine.MaterializeAsync(
            new(
                "SELECT i AS id, 'x' AS channel, j AS price FROM range(10000000000) AS a(i), range(10000000000) AS b(j) WHERE i + j < 0",
                [],
                []),
            s_columns, "marts/m", [], cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.False(File.Exists(_lake.PathOf("marts/m/part-0.parquet")));
        Assert.Empty(Directory.EnumerateDirectories(_lake.Temp, "draft-*"));
    }

    [Fact]
    public async Task Parts_are_compressed_with_Snappy()
    {
        var made = await MaterializeAsync("SELECT i AS id, 'x' AS channel, 1 AS price FROM range(1000) AS r(i)");

        Assert.Equal([["SNAPPY"]], await RawAsync($"SELECT DISTINCT compression FROM parquet_metadata('{_lake.PathOf(made.Parts[0])}')"));
    }

    [Fact]
    public async Task An_unwritable_temp_folder_is_a_transient_failure()
    {
        await File.WriteAllTextAsync(Path.Combine(_lake.Temp, "file"), "");
        using var engine = new DuckDbQueryEngine(_lake.Store, _lake.PathOf, Path.Combine(_lake.Temp, "file", "below"));

        var failure = await Assert.ThrowsAsync<TransientException>(() => engine.MaterializeAsync(
            new("SELECT 1 AS id", [], []), s_columns[..1], "p", [], default));

        Assert.Equal(ProblemCode.StoreUnavailable, failure.Code);
    }

    Task<Materialized> MaterializeAsync(string sql, params string[] partitionBy) =>
        _lake.Engine.MaterializeAsync(new(sql, [], []), s_columns, "marts/m/v=1/", partitionBy, default);

    async Task<IReadOnlyList<object?[]>> ReadAsync(Materialized made, string sql = "SELECT * FROM m") =>
        (await _lake.Engine.QueryAsync(new(sql, [new("m", s_columns, made.Parts)], []), default)).Rows;

    async Task<IReadOnlyList<object?[]>> RawAsync(string sql) => (await _lake.Engine.QueryAsync(new(sql, [], []), default)).Rows;
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Tests.Shared;

/// <summary>What every query engine must do. Each adapter gets these tests by deriving from this class.</summary>
public abstract class QueryEngineContract
{
    static readonly TableColumn s_id = new("id", LogicalType.Int64);
    static readonly TableColumn s_price = new("price", LogicalType.Decimal(10, 2));
    static readonly TableColumn s_channel = new("channel", LogicalType.String);

    protected abstract IQueryEngine Engine { get; }

    /// <summary>The lake that the engine writes to and reads from.</summary>
    protected abstract IObjectStore Lake { get; }

    [Fact]
    public async Task Each_type_survives_a_round_trip()
    {
        TableColumn[] columns =
        [
            new("a", LogicalType.Int32), new("b", LogicalType.Int64), new("c", LogicalType.Decimal(18, 3)), new("d", LogicalType.Double),
            new("e", LogicalType.Bool),
            new("f", LogicalType.Date), new("g", LogicalType.Timestamp), new("h", LogicalType.String),
        ];
        const string Sql =
            "SELECT 1 AS a, -2 AS b, 2.5 AS c, 0.25 AS d, true AS e, DATE '2024-02-29' AS f, TIMESTAMP '2024-02-29 23:59:59.123' AS g, " +
            "'Moe''s' AS h";

        var rows = await ReadAsync(await BuildAsync("types", Sql, columns), "SELECT a, b, c, d, e, f, g, h FROM \"types\"");

        Assert.Equal(
            [1, -2L, 2.500m, 0.25, true, new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 23, 59, 59, 123), "Moe's"],
            Assert.Single(rows));
    }

    [Fact]
    public async Task Parameters_are_values_whatever_they_contain()
    {
        var sql = $"SELECT {Engine.Dialect.Cast("?", LogicalType.String)} AS text, {Engine.Dialect.Cast("?", LogicalType.Int64)} AS number";

        var result = await Engine.QueryAsync(
            new(sql, [], [new(LogicalType.String, "'; DROP TABLE x --"), new(LogicalType.Int64, null)]), default);

        Assert.Equal(["'; DROP TABLE x --", null], Assert.Single(result.Rows));
    }

    [Fact]
    public async Task A_relation_without_parts_is_an_empty_typed_table() =>
        Assert.Equal(
            [0L, null],
            Assert.Single(
                await ReadAsync(new("nothing", [s_id, s_price], []), "SELECT COUNT(*) AS n, SUM(price) AS total FROM \"nothing\"")));

    [Fact]
    public async Task A_column_missing_in_a_part_is_null()
    {
        var old = await BuildAsync("old", "SELECT 1 AS id", [s_id]);
        var now = await BuildAsync("now", "SELECT 2 AS id, 2.50 AS price", [s_id, s_price]);

        var rows = await ReadAsync(
            new("orders", [s_id, s_price], [.. old.Parts, .. now.Parts]), "SELECT id, price FROM \"orders\" ORDER BY id");

        Assert.Equal([[1L, null], [2L, 2.50m]], rows);
    }

    [Fact]
    public async Task A_dataset_has_the_source_of_each_row()
    {
        var parts = await BuildAsync(
            "parts", "SELECT 1 AS id, 'r1' AS _run UNION ALL SELECT 2 AS id, 'r2' AS _run UNION ALL SELECT 3 AS id, 'r3' AS _run",
            [s_id, SystemColumns.Run]);
        var time = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        // Ordered by code points: in UTF-16 the emoji is before the full-width letter.
        var orders = new Relation(
            "orders", parts.Columns, parts.Parts,
            RelationRuns.Of("three", [new("r1", time.AddDays(1), "b.csv"), new("r3", time, "🍺.csv"), new("r2", time, "Ａ.csv")]));

        var rows = await ReadAsync(orders, "SELECT id, _source_key, _source_time, _run_order FROM \"orders\" ORDER BY _run_order");

        Assert.Equal(
            [
                [2L, "Ａ.csv", time.UtcDateTime, 0], [3L, "🍺.csv", time.UtcDateTime, 1],
                [1L, "b.csv", time.AddDays(1).UtcDateTime, 2],
            ],
            rows);
    }

    [Fact]
    public async Task A_partitioned_result_keeps_its_partition_column_in_every_part()
    {
        const string Sql = "SELECT 1 AS id, 'Retail' AS channel UNION ALL SELECT 2 AS id, 'B2B' AS channel";

        var built = await Engine.MaterializeAsync(new(Sql, [], []), [s_id, s_channel], "marts/partitioned/", ["channel"], default);

        Assert.Equal(2, built.Rows);
        Assert.Equal(2, built.Parts.Count);
        Assert.Equal(
            [[1L, "Retail"], [2L, "B2B"]],
            await ReadAsync(new("m", [s_id, s_channel], built.Parts), "SELECT id, channel FROM \"m\" ORDER BY id"));
    }

    [Fact]
    public async Task A_result_without_rows_is_one_part_without_rows()
    {
        var built = await Engine.MaterializeAsync(new("SELECT 1 AS id WHERE false", [], []), [s_id], "marts/empty/", [], default);

        Assert.Equal(0, built.Rows);
        Assert.NotNull(await Lake.StatAsync(Assert.Single(built.Parts), default));
    }

    [Fact]
    public async Task A_failing_select_is_terminal_and_leaves_nothing_behind()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => Engine.MaterializeAsync(new("SELECT no_such_column AS id", [], []), [s_id], "marts/failing/", [], default));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        await foreach (var left in Lake.ListAsync("marts/failing/", default))
            Assert.Fail($"{left.Key} was left behind.");
    }

    [Fact]
    public async Task A_mistake_is_reported_with_the_line_of_its_file()
    {
        var statement = new Statement("SELECT\n    1 AS id,\n    no_such_column", [], []) { FirstLine = 21 };

        var asked = await Assert.ThrowsAsync<TerminalException>(() => Engine.QueryAsync(statement, default));
        var built = await Assert.ThrowsAsync<TerminalException>(
            () => Engine.MaterializeAsync(statement, [s_id], "marts/mistaken/", [], default));

        Assert.All([asked, built], failure => Assert.Contains("line 23:", failure.Message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stream_has_the_rows_of_the_query_in_their_order_and_several_batches_of_them()
    {
        var statement = new Statement($"{Numbers} SELECT n, CAST(n AS DECIMAL(10, 2)) AS price FROM numbers WHERE n < "
            + $"{Engine.Dialect.Cast("?", LogicalType.Int64)} ORDER BY n DESC",
            [], [new(LogicalType.Int64, 25_000L)]);

        var batches = await Engine.StreamAsync(statement, default).ToListAsync();

        Assert.True(batches.Count > 1);
        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, 12_000));
        Assert.Equal((await Engine.QueryAsync(statement, default)).Rows, batches.SelectMany(batch => batch));
        Assert.Equal(25_000, batches.Sum(batch => batch.Count));
    }

    [Fact]
    public async Task A_stream_without_rows_has_no_batch() =>
        Assert.Empty(await Engine.StreamAsync(new("SELECT 1 AS id WHERE false", [], []), default).ToListAsync());

    [Fact]
    public async Task A_failing_stream_is_terminal_and_names_the_line_of_its_file()
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(
            async () => await Engine.StreamAsync(new("SELECT\n    no_such_column", [], []) { FirstLine = 21 }, default).ToListAsync());

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains("line 22:", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_stream_ends_where_its_reader_cancels_it_and_the_engine_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var batches = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Engine.StreamAsync(new($"{Numbers} SELECT n FROM numbers", [], []), stop.Token))
            {
                batches++;
                await stop.CancelAsync();
            }
        });

        Assert.Equal(1, batches);
        Assert.Equal([1], Assert.Single((await Engine.QueryAsync(new("SELECT 1 AS one", [], []), default)).Rows));
    }

    /// <summary>The numbers from 0 to 99,999, in words that every engine knows.</summary>
    const string Numbers = """
        WITH digits AS (SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS ten(d)),
        numbers AS (
            SELECT CAST(a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d AS BIGINT) AS n
            FROM digits AS a CROSS JOIN digits AS b CROSS JOIN digits AS c CROSS JOIN digits AS d CROSS JOIN digits AS e)
        """;

    async Task<Relation> BuildAsync(string name, string sql, IReadOnlyList<TableColumn> columns) =>
        new(name, columns, (await Engine.MaterializeAsync(new(sql, [], []), columns, $"marts/{name}/", [], default)).Parts);

    async Task<IReadOnlyList<object?[]>> ReadAsync(Relation relation, string sql) =>
        (await Engine.QueryAsync(new(sql, [relation], []), default)).Rows;
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class QueryTests(TestLake lake) : IClassFixture<TestLake>
{
    public static TheoryData<string, object> Values => new()
    {
        { "int32", -7 },
        { "int64", long.MaxValue },
        { "int64", long.MinValue },
        { "decimal(4,2)", 12.34m },
        { "decimal(9,2)", -1234567.89m },
        { "decimal(18,2)", -9999999999999999.99m },
        { "decimal(38,10)", 123456789012345678.0123456789m },
        { "decimal(29,0)", 79228162514264337593543950335m },
        { "decimal(38,30)", 0.5m },
        { "double", 0.1 },
        { "double", double.NaN },
        { "double", double.NegativeInfinity },
        { "bool", true },
        { "bool", false },
        { "date", new DateOnly(1969, 12, 31) },
        { "date", new DateOnly(1, 1, 1) },
        { "date", new DateOnly(9999, 12, 31) },
        { "timestamp", new DateTime(2024, 2, 29, 23, 59, 59, 999, DateTimeKind.Utc) },
        { "timestamp", new DateTime(1899, 12, 31, 0, 0, 0, 1, DateTimeKind.Utc) },
        { "string", "" },
        { "string", "twelve bytes" },
        { "string", "it's \"quoted\"; -- $1 ? \\" },
        { "string", "Düff 🍺 with more than twelve bytes" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_round_trips_through_a_parameter_and_through_a_literal(string type, object value)
    {
        var parsed = Parse(type);
        var dialect = lake.Engine.Dialect;

        var result = await QueryAsync(
            $"SELECT {dialect.Cast("?", parsed)} AS v, {dialect.Literal(new(parsed, value))} AS l", new SqlValue(parsed, value));

        Assert.Equal([parsed, parsed], result.Columns.Select(column => column.Type));
        Assert.Equal([value, value], result.Rows.Single());
        Assert.All(result.Rows.Single().OfType<DateTime>(), time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Theory]
    [InlineData("with a NUL \0 inside")]
    [InlineData("\0")]
    public async Task A_parameter_may_be_a_string_that_has_no_literal(string text)
    {
        var longer = text + new string('x', 5000);

        var result = await QueryAsync(
            "SELECT ? AS a, ? AS b", new SqlValue(LogicalType.String, text), new SqlValue(LogicalType.String, longer));

        Assert.Equal([text, longer], result.Rows.Single());
    }

    [Theory]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData("decimal(18,2)")]
    [InlineData("decimal(38,2)")]
    [InlineData("double")]
    [InlineData("bool")]
    [InlineData("date")]
    [InlineData("timestamp")]
    [InlineData("string")]
    public async Task Null_of_every_type_stays_null(string type)
    {
        var parsed = Parse(type);
        var dialect = lake.Engine.Dialect;

        var result = await QueryAsync(
            $"SELECT {dialect.Cast("?", parsed)} AS v, {dialect.Literal(new(parsed, null))} AS l", new SqlValue(parsed, null));

        Assert.Equal([parsed, parsed], result.Columns.Select(column => column.Type));
        Assert.Equal([null, null], result.Rows.Single());
    }

    public static TheoryData<string, string, object> Computed => new()
    {
        { "CAST(1 AS TINYINT)", "int32", 1 },
        { "CAST(1 AS SMALLINT)", "int32", 1 },
        { "CAST(255 AS UTINYINT)", "int32", 255 },
        { "CAST(65535 AS USMALLINT)", "int32", 65535 },
        { "CAST(4294967295 AS UINTEGER)", "int64", 4294967295L },
        { "CAST(5 AS UBIGINT)", "int64", 5L },
        { "sum(CAST(5 AS BIGINT))", "int64", 5L },
        { "CAST(0.5 AS FLOAT)", "double", 0.5 },
        { "TIMESTAMP_S '2024-01-02 03:04:05'", "timestamp", new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        { "TIMESTAMP_MS '2024-01-02 03:04:05.678'", "timestamp", new DateTime(2024, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc) },
        {
            "TIMESTAMP_NS '2024-01-02 03:04:05.678000100'",
            "timestamp",
            new DateTime(2024, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddTicks(1)
        },
        { "TIMESTAMPTZ '2024-01-02 03:04:05+02:00'", "timestamp", new DateTime(2024, 1, 2, 1, 4, 5, DateTimeKind.Utc) },
    };

    [Theory]
    [MemberData(nameof(Computed))]
    public async Task A_DuckDB_type_maps_to_a_logical_type(string expression, string type, object value)
    {
        var result = await QueryAsync($"SELECT {expression} AS v");

        Assert.Equal(Parse(type), result.Columns.Single().Type);
        Assert.Equal([value], result.Rows.Single());
    }

    [Theory]
    [InlineData("CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0))", "decimal(38,0)")]
    [InlineData("CAST('0.12345678901234567890123456789012345678' AS DECIMAL(38, 38))", "decimal(38,38)")]
    [InlineData("CAST('9223372036854775808' AS HUGEINT)", "int64")]
    [InlineData("DATE 'infinity'", "date")]
    [InlineData("TIMESTAMP '290000-01-01'", "timestamp")]
    [InlineData("[1, 2]", "no result can carry")]
    [InlineData("INTERVAL 1 DAY", "no result can carry")]
    public async Task A_value_without_a_logical_type_fails_and_names_its_column(string expression, string expected)
    {
        var failure = await FailureAsync<TerminalException>($"SELECT {expression} AS too_wide");

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains("too_wide", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_rows_with_nulls_keep_the_order_of_the_statement()
    {
        const int Count = 10_000;

        var result = await QueryAsync(
            "SELECT CAST(i AS INTEGER) AS i, CASE WHEN i % 3 > 0 THEN 'row number ' || "
                + $"i END AS t FROM range({Count}) AS r(i) ORDER BY i DESC");

        Assert.Equal(Count, result.Rows.Count);
        Assert.All(
            result.Rows.Reverse().Index(),
            row => Assert.Equal([row.Index, row.Index % 3 > 0 ? $"row number {row.Index}" : null], row.Item));
    }

    [Fact]
    public async Task A_statement_may_have_its_own_WITH_and_end_in_a_comment()
    {
        var result = await QueryAsync("WITH one AS (SELECT 1 AS n) SELECT n FROM one -- the end");

        Assert.Equal([1], result.Rows.Single());
    }

    [Fact]
    public async Task A_failing_statement_reports_DuckDBs_message_with_the_models_line()
    {
        var relation = new Relation("empty", [new("id", LogicalType.Int64)], []);

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => lake.Engine.QueryAsync(new("SELECT id,\n  no_such_column\nFROM empty", [relation], []), default));

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains("no_such_column", failure.Message, StringComparison.Ordinal);
        Assert.Contains("LINE 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_fails_only_while_it_runs_is_a_failed_model_too()
    {
        var failure = await FailureAsync<TerminalException>("SELECT CAST(t AS INTEGER) AS n FROM (VALUES ('1'), ('one')) AS v(t)");

        Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        Assert.Contains("'one'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_or_too_few_values_fail()
    {
        var failure = await FailureAsync<TerminalException>("SELECT CAST(? AS INTEGER) AS n");

        Assert.Contains("1 parameters; 0 values", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_query_stops_and_the_engine_still_works()
    {
        using var cancellation = new CancellationTokenSource();
        var endless = lake.Engine.QueryAsync(
            new("SELECT count(*) AS n FROM range(10000000000) AS a(i), range(10000000000) AS b(j) WHERE i + j < 0", [], []),
            cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal([1], (await QueryAsync("SELECT 1 AS n")).Rows.Single());
    }

    [Fact]
    public async Task Two_engines_answer_many_concurrent_queries()
    {
        using var other = new TestLake();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async number =>
        {
            var engine = number % 2 == 0 ? lake.Engine : other.Engine;
            var result = await engine.QueryAsync(
                new($"SELECT sum(i) + CAST(? AS INTEGER) AS n FROM range(100000) AS r(i)", [], [new(LogicalType.Int32, number)]), default);
            return result.Rows.Single()[0];
        }));

        Assert.Equal(Enumerable.Range(0, 32).Select(number => (object)(4_999_950_000L + number)), answers);
    }

    static LogicalType Parse(string type)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));
        return parsed;
    }

    Task<QueryResult> QueryAsync(string sql, params SqlValue[] parameters) =>
        lake.Engine.QueryAsync(new(sql, [], parameters), default);

    Task<T> FailureAsync<T>(string sql) where T : Exception => Assert.ThrowsAsync<T>(() => QueryAsync(sql));
}

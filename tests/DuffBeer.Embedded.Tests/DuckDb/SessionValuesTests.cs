using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Values reach a session's statements typed and complete, without DuckDB parameters.</summary>
public sealed class SessionValuesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly DuckDbDatabase _database;
    readonly DuckDbSession _session;

    public SessionValuesTests()
    {
        _database = new(_folder.Path);
        using var connection = _database.Connect();
        SessionValues.Register(connection);
        // More rows than two vectors hold, so that every row of each must get the value.
        connection.Run("CREATE TABLE numbers AS SELECT range AS n, 'name ' || range AS name FROM range(5000)");
        _session = new(_database.Connect());
    }

    public static TheoryData<SqlValue> Values => new(
        new(LogicalType.Bool, true), new(LogicalType.Bool, false), new(LogicalType.Int32, -7), new(LogicalType.Int64, long.MinValue),
        new(LogicalType.Double, -0.1),
        new(LogicalType.Double, double.PositiveInfinity),
        new(LogicalType.Decimal(38, 4), -12345678901234567890.1234m),
        new(LogicalType.Date, new DateOnly(1969, 12, 31)),
        new(LogicalType.Timestamp, new DateTime(2026, 11, 21, 23, 59, 59, 999, DateTimeKind.Utc)),
        new(LogicalType.String, ""),
        new(LogicalType.String, "twelve bytes"),
        new(LogicalType.String, "Zürich's \"?\" -- {{ x }} '); DROP TABLE numbers; 🍺\0 end"),
        new(LogicalType.String, new string('x', 100_000)));

    public void Dispose()
    {
        _session.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_row_gets_the_value_before_and_after_a_null(SqlValue value)
    {
        var sql = $"SELECT {SqlWriter.Cast("?", value.Type)} AS value FROM numbers";
        foreach (var given in (SqlValue[])[value, value with { Value = null }, value])
        {
            var answer = _session.Query(sql, [given], default);
            Assert.Equal((value.Type, 5000), (answer.Columns[0].Type, answer.Rows.Count));
            Assert.All(answer.Rows, row => Assert.Equal(given.Value, row[0]));
        }
    }

    [Fact]
    public void A_kept_statement_uses_the_latest_values()
    {
        foreach (var number in (long[])[7, 4_999, 5_000, 7])
        {
            var rows = _session.Query("SELECT name FROM numbers WHERE n = ? OR name = ?",
                [new(LogicalType.Int64, number), new(LogicalType.String, $"name {number}")], default).Rows;
            Assert.Equal(number < 5_000 ? [$"name {number}"] : [], rows.Select(row => row[0]));
        }
    }

    [Fact]
    public void A_statement_is_planned_once_for_all_values()
    {
        // A plan contains the variable's value, which shows when the plan was made.
        _session.Connection.Run("SET VARIABLE planned = 'at first'");
        foreach (var number in (long[])[1, 2, 3])
        {
            Assert.Equal([number, "at first"], Assert.Single(_session.Query(
                "SELECT n, getvariable('planned') FROM numbers WHERE n = ? ORDER BY n OFFSET ? LIMIT ?",
                [new(LogicalType.Int64, number), new(LogicalType.Int64, 0L), new(LogicalType.Int64, 10L)], default).Rows));
            _session.Connection.Run("SET VARIABLE planned = 'again'");
        }
    }

    [Fact]
    public void Sessions_do_not_share_values()
    {
        using var other = new DuckDbSession(_database.Connect());
        const string sql = "SELECT n FROM numbers WHERE n = ?";
        Parallel.ForEach([(_session, 1L), (other, 2L)], pair =>
        {
            for (var round = 0; round < 200; round++)
                Assert.Equal(pair.Item2, Assert.Single(pair.Item1.Query(sql, [new(LogicalType.Int64, pair.Item2)], default).Rows)[0]);
        });
    }

    [Fact]
    public void The_same_text_with_values_of_other_types_is_another_statement()
    {
        const string sql = "SELECT ? AS value";
        Assert.Equal(1L, _session.Query(sql, [new(LogicalType.Int64, 1L)], default).Rows[0][0]);
        Assert.Equal("1", _session.Query(sql, [new(LogicalType.String, "1")], default).Rows[0][0]);
        Assert.Equal(1.5m, _session.Query(sql, [new(LogicalType.Decimal(4, 1), 1.5m)], default).Rows[0][0]);
    }

    [Fact]
    public void Question_marks_in_texts_names_and_comments_are_not_parameters() =>
        Assert.Equal(["?", "it's ?", 3L], _session.Query(
            "SELECT '?' AS a, 'it''s ?' AS b, ? AS \"?\" -- why?\n", [new(LogicalType.Int64, 3L)], default).Rows[0]);

    [Fact]
    public void Too_many_or_too_few_values_are_refused()
    {
        foreach (var values in (SqlValue[][])[[], [new(LogicalType.Int64, 1L), new(LogicalType.Int64, 2L)]])
        {
            var failure = Assert.Throws<TerminalException>(() => _session.Query("SELECT ? AS value", values, default));
            Assert.Equal(ProblemCode.ModelFailed, failure.Code);
        }
    }

    [Fact]
    public void An_unknown_value_fails_the_statement_but_not_the_process()
    {
        using var connection = _database.Connect();
        foreach (var call in (string[])["value_int64(-1, 0)", "value_string(1, 99)", "value_bool(1, -1)"])
        {
            var failure = Assert.Throws<TerminalException>(() => connection.Run($"SELECT {call}"));
            Assert.Contains("Unknown value", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Statements_beyond_the_cache_size_never_get_another_statements_answer()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 100; number++)
                Assert.Equal(
                    number + 5L, _session.Query($"SELECT {number} + ? AS value", [new(LogicalType.Int64, 5L)], default).Rows[0][0]);
        }
    }
}

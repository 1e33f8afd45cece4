using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Tests.Shared;

/// <summary>
/// Golden values of every dialect, as given by Trino's functions of these names. Each adapter gets these tests by deriving from this class.
/// </summary>
public abstract class DialectContract
{

    static readonly (Func<ISqlDialect, string> Expression, string? Expected)[] s_golden =
    [
        (sql => sql.Ratio("1", "2"), "0.5"),
        (sql => sql.Ratio("CAST(1.00 AS DECIMAL(18, 2))", "CAST(3 AS BIGINT)"), "0.3333333333333333"),
        (sql => sql.Ratio("1 + 1", "2 + 2"), "0.5"),
        (sql => sql.Ratio("1", "0"), null),
        (sql => sql.Ratio("0.0", "0.0"), null),
        (sql => sql.Ratio("NULL", "1"), null),
        (sql => sql.Ratio("1", "NULL"), null),
        (sql => sql.LocalTime("TIMESTAMP '2024-01-15 12:00:00.123'", "'America/New_York'"), "2024-01-15 07:00:00.123"),
        (sql => sql.LocalTime("TIMESTAMP '2024-07-15 02:30:00'", "'America/New_York'"), "2024-07-14 22:30:00.000"),
        (sql => sql.LocalTime("TIMESTAMP '2024-11-03 05:30:00'", "'America/New_York'"), "2024-11-03 01:30:00.000"),
        (sql => sql.LocalTime("TIMESTAMP '2024-11-03 06:30:00'", "'America/New_York'"), "2024-11-03 01:30:00.000"),
        (sql => sql.LocalTime("TIMESTAMP '2024-07-15 00:00:00'", "'Asia/Kolkata'"), "2024-07-15 05:30:00.000"),
        (sql => sql.LocalTime("TIMESTAMP '2024-07-15 00:00:00'", "'UTC'"), "2024-07-15 00:00:00.000"),
        (sql => sql.LocalTime("NULL", "'UTC'"), null),
        (sql => sql.Concat(["'a'", "'b'", "'c'"]), "abc"),
        (sql => sql.Concat(["'a'", "''"]), "a"),
        (sql => sql.Concat(["'a'", "NULL"]), null),
        (sql => sql.Greatest(["1", "3", "2"]), "3"),
        (sql => sql.Greatest(["DATE '2024-01-02'", "DATE '2024-01-10'"]), "2024-01-10"),
        (sql => sql.Greatest(["1", "NULL"]), null),
        (sql => sql.Least(["'b'", "'a'"]), "a"),
        (sql => sql.Least(["NULL", "1"]), null),
        (sql => sql.RegexpReplace("'a1b22c'", "'[0-9]+'", "'#'"), "a#b#c"),
        (sql => sql.RegexpReplace("'1a 2b 14m'", @"'(\d+)([ab]) '", "'3c$2 '"), "3ca 3cb 14m"),
        (sql => sql.RegexpReplace("'abc'", "'x'", "'y'"), "abc"),
        (sql => sql.RegexpReplace("NULL", "'x'", "'y'"), null),
        (sql => sql.TruncateDate("day", "DATE '2024-05-15'"), "2024-05-15"),
        (sql => sql.TruncateDate("week", "DATE '2024-01-07'"), "2024-01-01"),
        (sql => sql.TruncateDate("week", "DATE '2024-01-01'"), "2024-01-01"),
        (sql => sql.TruncateDate("month", "DATE '2024-02-29'"), "2024-02-01"),
        (sql => sql.TruncateDate("quarter", "DATE '2024-06-30'"), "2024-04-01"),
        (sql => sql.TruncateDate("year", "DATE '1969-12-31'"), "1969-01-01"),
        (sql => sql.TruncateDate("month", "NULL"), null),
        (sql => sql.DaysBetween("DATE '2024-02-28'", "DATE '2024-03-01'"), "2"),
        (sql => sql.DaysBetween("DATE '2024-03-01'", "DATE '2024-02-28'"), "-2"),
        (sql => sql.DaysBetween("TIMESTAMP '2024-01-01 23:00:00'", "TIMESTAMP '2024-01-02 01:00:00'"), "1"),
        (sql => sql.DaysBetween("NULL", "DATE '2024-03-01'"), null),
        (sql => sql.Cast("2.5", LogicalType.Int64), "3"),
        (sql => sql.Cast("-2.5", LogicalType.Int32), "-3"),
        (sql => sql.Cast("'2024-02-29'", LogicalType.Date), "2024-02-29"),
        (sql => sql.Cast("TIMESTAMP '2024-02-29 23:59:59'", LogicalType.Date), "2024-02-29"),
        (sql => sql.Cast("DATE '2024-02-29'", LogicalType.Timestamp), "2024-02-29 00:00:00.000"),
        (sql => sql.Cast("CAST(2.50 AS DECIMAL(10, 2))", LogicalType.String), "2.50"),
        (sql => sql.Cast("2.345", LogicalType.Decimal(10, 2)), "2.35"),
        (sql => sql.Cast("true", LogicalType.String), "true"),
        (sql => sql.Key("'abc'"), "1153291594369224624"),
        (sql => sql.Key("NULL"), null),
    ];

    protected abstract IQueryEngine Engine { get; }

    ISqlDialect Dialect => Engine.Dialect;

    public static TheoryData<int> Golden => [.. Enumerable.Range(0, s_golden.Length)];

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task An_expression_gives_what_Trino_gives(int number)
    {
        var expression = s_golden[number].Expression(Dialect);
        Assert.Equal((expression, s_golden[number].Expected), (expression, Show(await ValueAsync($"SELECT {expression} AS v"))));
    }

    [Theory]
    [InlineData("(VALUES (1), (2), (NULL))", "1.5")]
    [InlineData("(VALUES (CAST(1.10 AS DECIMAL(4, 2))), (1.25))", "1.175")]
    [InlineData("(SELECT 1 WHERE false)", null)]
    public async Task The_mean_is_a_double_and_ignores_nulls(string rows, string? expected)
    {
        var result = await Engine.QueryAsync(new($"SELECT {Dialect.Mean("x")} AS v FROM {rows} AS t(x)", [], []), default);

        Assert.Equal(LogicalType.Double, result.Columns.Single().Type);
        Assert.Equal(expected, Show(result.Rows.Single()[0]));
    }

    // The first five are the test suite of RFC 1321, cut to 63 bits.
    [Theory]
    [InlineData("", 6061155539545534980L)]
    [InlineData("a", 919145239626757800L)]
    [InlineData("abc", 1153291594369224624L)]
    [InlineData("message digest", 8749202688781554573L)]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 4899023416680702976L)]
    [InlineData("Düff 🍺", 4192711206850469912L)]
    [InlineData("-42", 1007883413293764158L)]
    public async Task A_key_is_the_first_eight_bytes_of_the_MD5_of_the_text_without_the_top_bit(string text, long expected) =>
        Assert.Equal(expected, await ValueAsync($"SELECT {Dialect.Key("?")} AS v", new SqlValue(LogicalType.String, text)));

    [Fact]
    public async Task A_number_has_the_key_of_its_text() =>
        Assert.Equal(
            await ValueAsync($"SELECT {Dialect.Key("'-42'")} AS v"), await ValueAsync($"SELECT {Dialect.Key("CAST(-42 AS BIGINT)")} AS v"));

    [Fact]
    public void A_string_comes_back_from_its_literal() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(text => IsText(text.Get)), text =>
            text.Get.Equals(ValueAsync($"SELECT {Dialect.Literal(new(LogicalType.String, text.Get))} AS v").GetAwaiter().GetResult()))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("hour")]
    [InlineData("day'); DROP TABLE x")]
    public void A_date_is_cut_only_to_known_units(string unit) =>
        Assert.Equal(ProblemCode.DefinitionInvalid, Assert.Throws<TerminalException>(() => Dialect.TruncateDate(unit, "d")).Code);

    public static TheoryData<string, object> NotLiterals => new()
    {
        { "string", new string('x', 1001) },
        { "string", "a\0b" },
        { "string", 1 },
        { "int32", "1; DROP TABLE x" },
        { "int32", 1.5m },
        { "decimal(10,2)", 1.5 },
        { "date", "2024-01-01" },
        { "bool", 1 },
    };

    [Theory]
    [MemberData(nameof(NotLiterals))]
    public void A_value_that_is_too_long_or_not_of_its_type_is_not_a_literal(string type, object value)
    {
        Assert.True(LogicalType.TryParse(type, out var parsed));

        Assert.Equal(ProblemCode.BadRequest, Assert.Throws<TerminalException>(() => Dialect.Literal(new(parsed, value))).Code);
    }

    [Fact]
    public async Task A_string_of_a_thousand_characters_is_a_literal()
    {
        var text = new string('\'', 1000);

        Assert.Equal(text, await ValueAsync($"SELECT {Dialect.Literal(new(LogicalType.String, text))} AS v"));
    }

    /// <summary>Without U+0000 and without halves of surrogate pairs, which UTF-8 cannot carry.</summary>
    static bool IsText(string text) => !text.Contains('\0') && !text.Any(char.IsSurrogate);

    static string? Show(object? value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null,
    };

    async Task<object?> ValueAsync(string sql, params SqlValue[] parameters) =>
        (await Engine.QueryAsync(new(sql, [], parameters), default)).Rows.Single()[0];
}

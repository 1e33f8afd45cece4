using DuffBeer.Core.Contracts;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Golden values of the Trino functions that models may use.</summary>
public sealed class TrinoMacroTests(TestLake lake) : IClassFixture<TestLake>
{
    [Theory]
    [InlineData("day_of_week(DATE '2024-01-07')", "7")]
    [InlineData("day_of_week(DATE '2024-01-08')", "1")]
    [InlineData("dow(DATE '2024-01-07')", "7")]
    [InlineData("day_of_month(DATE '2024-01-07')", "7")]
    [InlineData("day_of_year(DATE '2024-12-31')", "366")]
    [InlineData("doy(DATE '2023-12-31')", "365")]
    [InlineData("week(DATE '2021-01-03')", "53")]
    [InlineData("week_of_year(DATE '2021-01-04')", "1")]
    [InlineData("year_of_week(DATE '2021-01-03')", "2020")]
    [InlineData("yow(DATE '2021-01-04')", "2021")]
    [InlineData("last_day_of_month(DATE '2024-02-10')", "2024-02-29")]
    [InlineData("date_diff('day', DATE '2020-03-01', DATE '2020-02-28')", "-2")]
    [InlineData("date_diff('month', DATE '2020-01-31', DATE '2020-02-01')", "0")]
    [InlineData("date_diff('month', DATE '2020-01-15', DATE '2020-03-15')", "2")]
    [InlineData("date_diff('year', DATE '2020-12-31', DATE '2021-01-01')", "0")]
    [InlineData("date_diff('hour', TIMESTAMP '2020-01-01 00:59:00', TIMESTAMP '2020-01-01 01:01:00')", "0")]
    [InlineData("date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00')", "86400")]
    [InlineData("date_add('day', 30, DATE '2020-01-31')", "2020-03-01")]
    [InlineData("date_add('month', 1, DATE '2020-01-31')", "2020-02-29")]
    [InlineData("date_add('quarter', -1, DATE '2020-01-31')", "2019-10-31")]
    [InlineData("date_add('week', 1, DATE '2020-12-31')", "2021-01-07")]
    [InlineData("date_add('second', 86, TIMESTAMP '2020-03-01 00:00:00')", "2020-03-01 00:01:26")]
    [InlineData("date_add('hour', 9, TIMESTAMP '2020-03-01 00:00:00')", "2020-03-01 09:00:00")]
    [InlineData("date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H')", "10-20-2022 05")]
    [InlineData("date_format(TIMESTAMP '2024-03-05 04:06:07', '%Y-%m-%d %H:%i:%s')", "2024-03-05 04:06:07")]
    [InlineData("date_format(TIMESTAMP '2024-03-05 04:06:07', '%W %e %M %T')", "Tuesday 5 March 04:06:07")]
    [InlineData("date_format(DATE '2024-03-05', '%c/%e/%y %b %a %j')", "3/5/24 Mar Tue 065")]
    [InlineData("date_format(TIMESTAMP '2024-03-05 16:06:07', '%h:%i %p')", "04:06 PM")]
    [InlineData("to_unixtime(TIMESTAMP '1970-01-02 00:00:00.5')", "86400.5")]
    [InlineData("CAST(from_unixtime(86400.5) AS TIMESTAMP)", "1970-01-02 00:00:00.5")]
    [InlineData("split_part('a-b-c', '-', 2)", "b")]
    [InlineData("split_part('a-b-c', '-', 4)", null)]
    [InlineData("regexp_like('1a 2b 14m', '\\d+b')", "true")]
    [InlineData("regexp_extract('1a 2b 14m', '\\d+')", "1")]
    [InlineData("regexp_extract('1a 2b 14m', '(\\d+)([a-z]+)', 2)", "a")]
    [InlineData("regexp_extract('abc', '\\d+')", null)]
    [InlineData("from_utf8(to_utf8('Düff'))", "Düff")]
    [InlineData("cardinality(ARRAY[1, 2, 3])", "3")]
    [InlineData("element_at(ARRAY[1, 2, 3], -1)", "3")]
    [InlineData("element_at(ARRAY[1, 2, 3], 4)", null)]
    [InlineData("array_join(ARRAY['a', NULL, 'b'], ',')", "a,b")]
    [InlineData("array_join(sequence(1, 3), ',')", "1,2,3")]
    [InlineData("array_join(sequence(DATE '2024-02-28', DATE '2024-03-01', INTERVAL '1' DAY), ',')", "2024-02-28,2024-02-29,2024-03-01")]
    [InlineData("array_join(sequence(DATE '2024-01-01', DATE '2024-03-31', INTERVAL '1' MONTH), ',')", "2024-01-01,2024-02-01,2024-03-01")]
    [InlineData("truncate(-1.9)", "-1")]
    public async Task A_function_returns_the_same_as_in_Trino(string expression, string? expected) =>
        Assert.Equal(expected, await ValueAsync($"SELECT CAST({expression} AS VARCHAR) AS v"));

    [Theory]
    [InlineData("max_by(x, y)", null)]
    [InlineData("min_by(x, y)", "a")]
    [InlineData("arbitrary(x)", "a")]
    public async Task An_aggregate_treats_null_as_Trino_does(string aggregate, string? expected) =>
        Assert.Equal(expected, await ValueAsync($"SELECT {aggregate} AS v FROM (VALUES (NULL, 3), ('a', 2)) AS t(x, y)"));

    [Fact]
    public async Task A_shifted_date_stays_a_date()
    {
        var result = await lake.Engine.QueryAsync(new("SELECT date_add('month', 1, DATE '2024-01-31') AS v", [], []), default);

        Assert.Equal(LogicalType.Date, result.Columns.Single().Type);
    }

    async Task<object?> ValueAsync(string sql) => (await lake.Engine.QueryAsync(new(sql, [], []), default)).Rows.Single()[0];
}

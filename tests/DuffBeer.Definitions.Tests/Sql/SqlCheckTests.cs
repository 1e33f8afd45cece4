using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Tests.Sql;

public sealed class SqlCheckTests
{
    [Theory]
    [InlineData("SELECT a / b FROM t", 1, 10, "write {{ ratio(a, b) }}")]
    [InlineData("SELECT {{ mean(a / b) }} FROM t", 1, 18, "write {{ ratio(a, b) }}")]
    [InlineData("SELECT\n  AVG(a) FROM t", 2, 3, "write {{ mean(x) }}")]
    [InlineData("SELECT Concat (a, b) FROM t", 1, 8, "write {{ concat(a, b) }}")]
    [InlineData("SELECT greatest(a, b) FROM t", 1, 8, "write {{ greatest(a, b) }}")]
    [InlineData("SELECT LEAST(a, b) FROM t", 1, 8, "write {{ least(a, b) }}")]
    [InlineData("SELECT at AT TIME ZONE 'UTC' FROM t", 1, 11, "write {{ local_time(timestamp, zone) }}")]
    [InlineData("SELECT regexp_replace(a, 'b', 'c') FROM t", 1, 8, "write {{ regexp_replace(")]
    [InlineData("SELECT date_trunc('month', d) FROM t", 1, 8, "write {{ truncate_date('month', date) }}")]
    [InlineData("SELECT date_diff('day', a, b) FROM t", 1, 8, "write {{ days_between(from, to) }}")]
    [InlineData("SELECT string_agg(a, ',') FROM t", 1, 8, "ARRAY_JOIN")]
    [InlineData("SELECT now() FROM t", 1, 8, "the same data must give the same rows")]
    [InlineData("SELECT a FROM t WHERE d < CURRENT_DATE", 1, 27, "the same data must give the same rows")]
    [InlineData("SELECT a FROM t ORDER BY random()", 1, 26, "the same data must give the same rows")]
    [InlineData("SELECT * FROM t", 1, 8, "name the columns")]
    [InlineData("SELECT a, t.* FROM t", 1, 13, "name the columns")]
    [InlineData("SELECT DISTINCT * FROM t", 1, 17, "name the columns")]
    [InlineData("SELECT a FROM t;", 1, 16, "without a semicolon")]
    [InlineData("SELECT a FROM t WHERE b = ?", 1, 27, "a parameter is written {{ name }}")]
    [InlineData("SELECT a::INT FROM t", 1, 9, "write CAST(x AS type)")]
    [InlineData("SELECT a FROM t QUALIFY b = 1", 1, 17, "only DuckDB supports it")]
    [InlineData("SELECT a FROM t WHERE a ILIKE 'x'", 1, 25, "only DuckDB supports it")]
    [InlineData("INSERT INTO t VALUES (1)", 1, 1, "a definition is one SELECT")]
    [InlineData("-- nothing", 0, 1, "a definition is one SELECT")]
    public void Sql_that_engines_interpret_differently_is_refused_with_a_replacement(string sql, int line, int column, string message)
    {
        var error = Check(sql).First();

        Assert.Equal(("a.sql", line, column), (error.File, error.Line, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 'a / b; now()' AS text FROM t -- a / b ?")]
    [InlineData("SELECT a * b, COUNT(*), 2 * 3 FROM t /* SELECT * */")]
    [InlineData("SELECT t.now, \"random\", t.least FROM t")]
    [InlineData("SELECT average, avg, least FROM t")]
    [InlineData("SELECT a || b, a <> b, a <= b, a % b FROM t")]
    [InlineData("SELECT a, {{ ratio(a, 2) }} * {{ ratio(b, 2) }}, {{ setting('x') }} * 2 FROM t")]
    [InlineData("WITH x AS (SELECT a FROM t) SELECT {{ ratio(a, 2) }}, {{ greatest(a, 1) }} FROM x")]
    public void Sql_that_engines_interpret_alike_passes(string sql) => Assert.Empty(Check(sql));

    static DefinitionError[] Check(string sql)
    {
        var errors = new List<DefinitionError>();
        var template = SqlTemplateParser.Parse("a.sql", sql, 1, errors);
        Assert.Empty(errors);
        return [.. SqlCheck.Of("a.sql", template)];
    }
}

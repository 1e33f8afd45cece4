using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Models;

public sealed class SqlTemplateTests
{
    static readonly SqlScope s_scope = new(new PlainDialect())
    {
        Models = new Dictionary<string, Relation> { ["orders"] = new("orders", [], ["marts/orders/1.parquet"]) },
        Datasets = new Dictionary<string, Relation> { ["duff_orders"] = new("duff_orders", [], [], RelationRuns.Of("none", [])) },
        Settings = new Dictionary<string, SqlValue> { ["bound"] = new(LogicalType.Double, 0.8) },
        Parameters = new Dictionary<string, SqlValue>
        {
            ["client"] = new(LogicalType.Int64, 7L),
            ["status"] = new(LogicalType.String, "created"),
        },
        Contracts = new Dictionary<string, DatasetContract>
        {
            ["duff_orders"] = new()
            {
                Name = "duff_orders",
                Version = 1,
                Source = new("duff/"),
                Columns = [],
                Keys = new Dictionary<string, IReadOnlyDictionary<string, long>>
                {
                    ["status"] = new Dictionary<string, long> { ["broken"] = 3, ["created"] = 1 },
                },
            },
        },
    };

    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("FROM {{ ref('orders') }} AS o", "FROM \"orders\" AS o")]
    [InlineData("FROM {{source('duff_orders')}}", "FROM \"duff_orders\"")]
    [InlineData("{{ ratio(a, b) }}", "ratio[a|b|b]")]
    [InlineData("{{ ratio(SUM(a, b), COUNT(*)) }}", "ratio[SUM(a, b)|COUNT(*)|COUNT(*)]")]
    [InlineData("{{ concat(a, ', ', '(''}}') }}", "concat[a|', '|'(''}}']")]
    [InlineData("{{ mean({{ ratio(a, {{ setting('bound') }}) }}) }}", "mean[ratio[a|literal[0.8]|literal[0.8]]]")]
    [InlineData("{{ truncate_date('month', day) }}", "truncate_date[month|day]")]
    [InlineData("{{ days_between(a, b) }} {{ least(a, b) }} {{ greatest(a, b, c) }}", "days_between[a|b] least[a|b] greatest[a|b|c]")]
    [InlineData("{{ local_time(at, 'America/New_York') }}", "local_time[at|'America/New_York']")]
    [InlineData("{{ regexp_replace(x, '[,)]{2}', '') }}", "regexp_replace[x|'[,)]{2}'|'']")]
    [InlineData(
        "{{ fixed_key('duff_orders.status', status) }}",
        "CASE status WHEN literal[created] THEN literal[1] WHEN literal[broken] THEN literal[3] ELSE key[status] END")]
    [InlineData("SELECT '{{ not_a_template }}', \"{{ nor_this }}\"", "SELECT '{{ not_a_template }}', \"{{ nor_this }}\"")]
    [InlineData("SELECT 1 -- {{ ref('x') }} ?\nFROM t /* {{ */", "SELECT 1  \nFROM t")]
    public void A_template_is_rendered_in_the_dialect(string template, string expected) =>
        Assert.Equal(expected, s_scope.Render(Parse(template)).Sql);

    [Fact]
    public void A_statement_names_each_relation_once()
    {
        var statement = s_scope.Render(Parse("{{ ref('orders') }} {{ ref('orders') }} {{ source('duff_orders') }}"));

        Assert.Equal(["orders", "duff_orders"], statement.Relations.Select(relation => relation.Name));
    }

    [Fact]
    public void A_parameter_gives_one_value_for_each_use()
    {
        var statement = s_scope.Render(
            Parse("SELECT 1 FROM t WHERE s = {{ status }} AND {{ ratio(a, {{ client }}) }} < 1 OR {{ status }} IS NULL"));

        Assert.Equal(
            "SELECT 1 FROM t WHERE s = cast[? as string] AND ratio[a|cast[? as int64]|cast[? as int64]] < 1 OR cast[? as string] IS NULL",
            statement.Sql);
        Assert.Equal(["created", 7L, 7L, "created"], statement.Parameters.Select(value => value.Value));
    }

    [Theory]
    [InlineData("SELECT {{ client }} FROM t", false)]
    [InlineData("SELECT 1 FROM t WHERE a = {{ client }}", true)]
    [InlineData("SELECT 1 FROM t WHERE (a = 1 OR (b = {{ client }}))", true)]
    [InlineData("SELECT 1 FROM t WHERE a IS DISTINCT FROM {{ client }}", true)]
    [InlineData("SELECT 1 FROM t WHERE EXTRACT(YEAR FROM d) = {{ client }}", true)]
    [InlineData("SELECT 1 FROM t WHERE a IN (SELECT {{ client }} FROM u)", false)]
    [InlineData("SELECT 1 FROM t WHERE a = 1 GROUP BY b HAVING COUNT(*) > {{ client }}", false)]
    [InlineData("SELECT 1 FROM (SELECT 2 FROM t WHERE a = 1) WHERE b = {{ client }}", true)]
    [InlineData("SELECT 1 FROM (SELECT 2 FROM t WHERE a = 1) LIMIT {{ client }}", false)]
    [InlineData("SELECT 1 FROM t WHERE {{ ratio(a, {{ client }}) }} > 1", true)]
    public void Outside_a_where_a_number_is_a_literal(string template, bool isParameter) =>
        Assert.Equal(isParameter, s_scope.Render(Parse(template)).Parameters.Count > 0);

    [Fact]
    public void Outside_a_where_a_text_is_refused() =>
        Assert.Equal(
            ProblemCode.DefinitionInvalid, Assert.Throws<TerminalException>(() => s_scope.Render(Parse("SELECT {{ status }}"))).Code);

    [Theory]
    [InlineData("SELECT\n  {{ divide(a, b) }}", 2, 6, "unknown template divide")]
    [InlineData("{{ ratio(a) }}", 1, 4, "expected {{ ratio(a, b) }}")]
    [InlineData("{{ ratio(a, ) }}", 1, 4, "expected {{ ratio(a, b) }}")]
    [InlineData("{{ ref(orders) }}", 1, 4, "expected {{ ref('model') }}")]
    [InlineData("{{ ref }} {{ ref() }}", 1, 14, "expected {{ ref('model') }}")]
    [InlineData("{{ mean(a }}", 1, 4, "is not closed")]
    [InlineData("{{ mean(a)", 1, 4, "is not closed")]
    [InlineData("{{ }}", 1, 1, "expected the name")]
    [InlineData("a }}", 1, 3, "}} without {{")]
    [InlineData("{{ truncate_date('decade', d) }}", 1, 4, "does not support 'decade'")]
    [InlineData("SELECT 'open", 1, 8, "string begins here and does not end")]
    [InlineData("SELECT /* open", 1, 8, "comment begins here and does not end")]
    public void A_mistake_is_named_with_its_place(string template, int line, int column, string message)
    {
        var errors = new List<DefinitionError>();
        SqlTemplateParser.Parse("a.sql", template, 1, errors);

        Assert.Contains(
            errors, error => (error.Line, error.Column) == (line, column) && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_template_lists_what_it_reads()
    {
        var template = Parse(
            "{{ ref('b') }} {{ ref('a') }} {{ mean({{ setting('s') }}) }} {{ fixed_key('d.c', {{ p }}) }} {{ source('d') }}");

        Assert.Equal(["a", "b"], template.Refs);
        Assert.Equal(["d"], template.Sources);
        Assert.Equal(["s"], template.Settings);
        Assert.Equal(["d.c"], template.FixedKeys);
        Assert.Equal(["p"], template.Parameters.Select(parameter => parameter.Name));
    }

    static SqlTemplate Parse(string sql)
    {
        var errors = new List<DefinitionError>();
        var template = SqlTemplateParser.Parse("a.sql", sql, 1, errors);
        Assert.Empty(errors);
        return template;
    }
}

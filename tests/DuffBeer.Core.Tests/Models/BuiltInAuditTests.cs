using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Models;

public sealed class BuiltInAuditTests
{
    static readonly SqlScope s_scope = new(new PlainDialect())
    {
        Models = new Dictionary<string, Relation> { ["child"] = new("child", [], []), ["parent"] = new("parent", [], []) },
    };

    [Theory]
    [InlineData(
        "unique(id, label)",
        "SELECT \"id\", \"label\", COUNT(*) AS occurrences FROM \"child\" GROUP BY \"id\", \"label\" HAVING COUNT(*) > 1")]
    [InlineData("not_null(id)", "SELECT * FROM \"child\" WHERE \"id\" IS NULL")]
    [InlineData(
        "accepted(label, a, it's)",
        "SELECT \"label\", COUNT(*) AS occurrences FROM \"child\" WHERE CAST(\"label\" AS VARCHAR) NOT IN ('a', 'it''s') GROUP BY " +
        "\"label\"")]
    [InlineData(
        "relates(id, parent.id)",
        "SELECT \"id\", COUNT(*) AS occurrences FROM \"child\" WHERE \"id\" IS NOT NULL AND \"id\" NOT IN (SELECT \"id\" FROM \"parent\" " +
        "WHERE \"id\" IS NOT NULL) GROUP BY \"id\"")]
    public void An_audit_selects_rows_that_must_not_exist(string audit, string expected)
    {
        var made = Make(audit, out var errors)!;

        Assert.Empty(errors);
        Assert.Equal($"child.{audit}", made.Name);
        Assert.Equal($"SELECT * FROM (\n{expected}\n) AS offending LIMIT 20", made.Render(s_scope, 20).Sql);
    }

    [Theory]
    [InlineData("unique(none)", "there is no column none in child")]
    [InlineData("not_null(id, label)", "expected not_null(column)")]
    [InlineData("accepted(label)", "expected accepted(column, value, …)")]
    [InlineData("relates(id, parent)", "expected relates(column, model.column)")]
    [InlineData("relates(id, parent.none)", "there is no column none of a model parent")]
    [InlineData("relates(id, unknown.id)", "there is no column id of a model unknown")]
    public void A_wrong_call_is_named_with_file_and_line(string audit, string message)
    {
        Assert.Null(Make(audit, out var errors));
        Assert.Equal($"child.sql:4:1: {audit}: {message}", errors.Single().ToString());
    }

    static Audit? Make(string audit, out List<DefinitionError> errors)
    {
        errors = [];
        var child = Samples.Model("child", audits: audit);
        var models = new[] { child, Samples.Model("parent") }.ToDictionary(model => model.Name);
        return BuiltInAudit.For(child.Audits.Single(), child, models, errors);
    }
}

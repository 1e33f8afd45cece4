using DuffBeer.Aws.Athena;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Sql;

/// <summary>DuckDB runs every file in the other tests; here a grammar of Trino reads them, because Athena is not available.</summary>
public sealed class TrinoGrammarTests
{
    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, ShippedContracts.All);

    [Fact]
    public async Task Every_model_audit_and_report_is_valid_Trino_sql()
    {
        var scope = new SqlScope(new AthenaDialect())
        {
            Models = s_definitions.Graph.Models.ToDictionary(model => model.Name, model => new Relation(model.Name, model.Columns, [])),
            Datasets = ShippedContracts.All.ToDictionary(
                contract => contract.Name, contract => new Relation(contract.Name, contract.StoredColumns, [])),
            Contracts = ShippedContracts.ByName,
            Settings = s_definitions.SettingValues,
        };
        var statements = new Dictionary<string, string>();
        foreach (var model in s_definitions.Graph.Models)
            statements[model.File] = scope.Render(model.Sql).Sql;
        foreach (var audit in s_definitions.Audits)
            statements[audit.Name] = audit.Render(scope, 20).Sql;
        foreach (var report in s_definitions.Reports)
            statements[report.File] = ReportQuery.Render(ReportRequest.Read(report, [], out _), scope).Sql;

        Assert.Empty(await TrinoGrammar.MistakesAsync(statements));
    }

    [Fact]
    public async Task Every_explanation_is_valid_Trino_sql()
    {
        TableColumn[] ofRuns = [SystemColumns.Offset, SystemColumns.Run, .. SystemColumns.OfRuns];
        var scope = new SqlScope(new AthenaDialect())
        {
            Models = s_definitions.Graph.Models.ToDictionary(model => model.Name, model => new Relation(model.Name, model.Columns, [])),
            Datasets = ShippedContracts.All.ToDictionary(
                contract => contract.Name,
                contract => new Relation(contract.Name, [.. contract.StoredColumns.UnionBy(ofRuns, column => column.Name)], [])),
            Contracts = ShippedContracts.ByName,
            Settings = s_definitions.SettingValues,
        };
        var statements = new Dictionary<string, string>();
        foreach (var report in s_definitions.Reports)
        {
            var request = ReportRequest.Read(report, [], out _);
            var row = report.Columns.ToDictionary(column => column.Name, column => Cell(column.Type));
            var cases = report.From!.Where(link => link.When is not null).SelectMany(
                link => link.When!.Values.Select(value => (link.When.Column, value)));
            foreach (var (column, value) in cases.Append((report.Columns[0].Name, "1")).Distinct())
            {
                row[column] = TypedText.Read(row[column].Type, value, out _) ?? new(row[column].Type, null);
                var plan = ExplainPlan.Of(request, row, null, s_definitions.Graph);
                foreach (var isInMemory in new[] { false, true })
                {
                    var sql = new ExplainSql(plan, request, row, scope);
                    foreach (var input in plan.Inputs)
                    {
                        statements[$"{report.Name} {column} {value} {input.Name} {isInMemory}"] =
                            sql.Over(input, $"SELECT * FROM {ExplainSql.Found(input.Name)}").Sql;
                        var columns = sql.RelationOf(input).Columns;
                        if (isInMemory)
                            sql.Keep(input.Name, new(columns,
                                [[.. columns.Select(other => Cell(other.Type).Value)], new object?[columns.Count]]));
                    }
                }
            }
        }

        // Equal statements are checked once.
        var distinct = statements.DistinctBy(statement => statement.Value).ToDictionary();
        Assert.True(distinct.Count > 400, $"only {distinct.Count} statements");
        Assert.Empty(await TrinoGrammar.MistakesAsync(distinct));
    }

    static SqlValue Cell(LogicalType type) =>
        TypedText.Read(type, type.Kind == TypeKind.Date ? "2026-01-01" : "1", out _) ?? new(type, null);

    [Fact]
    public async Task The_grammar_rejects_what_only_DuckDb_supports() =>
        Assert.NotEmpty(
            await TrinoGrammar.MistakesAsync(
                new Dictionary<string, string> { ["a"] = "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1" }));
}

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
        var fates = s_definitions.Graph.Models.Where(model => model.Fate is not null).ToDictionary(model => model.Fate!.Dataset);
        var statements = new Dictionary<string, string>();
        foreach (var report in s_definitions.Reports.Where(report => report.From is not null))
        {
            var request = ReportRequest.Read(report, [], out _);
            var row = report.Columns.ToDictionary(
                column => column.Name, column => TypedText.Read(column.Type, "1", out _) ?? new(column.Type, null));
            var plan = ExplainPlan.Of(request, null, s_definitions.Graph);
            var sql = new ExplainSql(plan, request, row, scope);
            var sources = new SourceQuery(null!, sql, scope, fates);
            statements[report.Name] = sql.Counts().Sql;
            foreach (var dataset in plan.Datasets)
                statements[$"{report.Name} {dataset.Name}"] = sources.Render(dataset, (1, 2), 10).Sql;
        }

        Assert.True(statements.Count > 40, $"only {statements.Count} statements");
        Assert.Empty(await TrinoGrammar.MistakesAsync(statements));
    }

    [Fact]
    public async Task The_grammar_rejects_what_only_DuckDb_supports() =>
        Assert.NotEmpty(
            await TrinoGrammar.MistakesAsync(
                new Dictionary<string, string> { ["a"] = "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1" }));
}

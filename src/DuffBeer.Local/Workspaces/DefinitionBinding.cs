using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.Estimation;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Workspaces;

/// <summary>Asks the engine to run every SELECT, audit and report over empty tables of the declared types.</summary>
/// <remarks>A refresh would find the same mistakes, but only after the file is in use.</remarks>
sealed class DefinitionBinding(ModelDefinitions models, IReadOnlyList<ReportDefinition> reports, IQueryEngine engine)
{
    readonly SqlScope _scope = models.Scope(
        engine.Dialect,
        models.Graph.Models.ToDictionary(model => model.Name, model => new Relation(model.Name, model.Columns, [])),
        models.Contracts.Values.ToDictionary(contract => contract.Name, contract => DatasetVersion.Of([]).ToRelation(contract, [])),
        new Dictionary<string, string>());

    /// <summary>The mistakes, file by file.</summary>
    /// <param name="textOf">Finds the text of a file of an error; null if it is not known.</param>
    public async Task<IReadOnlyList<DefinitionError>> CheckAsync(Func<string, string?> textOf, CancellationToken cancellationToken)
    {
        var faults = new EngineFaults(textOf, _scope);
        var found = new DefinitionError?[Bound().Count()];
        await Parallel.ForEachAsync(Bound().Index(), cancellationToken, async (entry, token) =>
        {
            var (index, (file, sql, statement)) = entry;
            try
            {
                await engine.QueryAsync(statement(), token);
            }
            catch (TerminalException failure)
            {
                found[index] = faults.Of(file, sql, failure.Message);
            }
        });
        return [.. found.OfType<DefinitionError>().Distinct()];
    }

    IEnumerable<(string File, SqlTemplate Sql, Func<Statement> Statement)> Bound() =>
    [
        .. models.Graph.Models.Select(model => (model.File, model.Sql, (Func<Statement>)(() => Select(model)))),
        .. models.Audits.Select(audit => (audit.File, audit.Sql, (Func<Statement>)(() => audit.Render(_scope, limit: 1)))),
        .. reports.Select(report => (report.File, report.Sql, (Func<Statement>)(() => Select(report)))),
    ];

    Statement Select(SqlModel model) => model.Estimator is null
        ? Columns(_scope.Render(model.Sql), model.Columns)
        : new EstimatedColumns(model).Select(_scope);

    // A null has a type like any other value, so no parameter needs one that a user would give.
    Statement Select(ReportDefinition report)
    {
        var values = report.Parameters.ToDictionary(parameter => parameter.Name, parameter => new SqlValue(parameter.Type, null));
        return Columns(
            (_scope with { Parameters = values }).Render(report.Sql),
            [.. report.Columns.Select(column => new TableColumn(column.Name, column.Type))]);
    }

    /// <summary>The declared columns of a SELECT, cast to their types, on the line before it.</summary>
    Statement Columns(Statement rows, IReadOnlyList<TableColumn> columns)
    {
        var cast = columns.Select(column => _scope.Dialect.Cast(SqlName.Quote(column.Name), column.Type));
        return rows with
        {
            Sql = $"SELECT {string.Join(", ", cast)} FROM (\n{rows.Sql}\n) AS bound",
            FirstLine = rows.FirstLine - 1,
        };
    }
}

using System.Diagnostics;
using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models.Estimation;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models.UnitTests;

/// <summary>Runs unit tests: the given rows are part of the statement, so that nothing is stored.</summary>
/// <remarks>The tests must have passed <see cref="ModelTestCheck"/>.</remarks>
public sealed class ModelTestRun(ModelDefinitions definitions, IQueryEngine engine)
{
    const string Run = "run-1";

    public async Task<ModelTestResult> RunAsync(ModelTest test, CancellationToken cancellationToken)
    {
        var (model, started) = (definitions.Graph[test.Model]!, Stopwatch.GetTimestamp());
        IReadOnlyList<TestDifference> differences;
        try
        {
            var rows = await RowsAsync(model, test, cancellationToken);
            differences = RowComparison.Of(model, test, rows);
        }
        catch (TerminalException failure)
        {
            differences = [new(1, $"the model failed: {failure.Message}")];
        }

        return new(test, differences, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    async Task<IReadOnlyList<object?[]>> RowsAsync(SqlModel model, ModelTest test, CancellationToken cancellationToken)
    {
        var scope = ScopeOf(model, test);
        if (model.Estimator is not null)
        {
            var columns = new EstimatedColumns(model);
            var selected = await engine.QueryAsync(WithRows(columns.Select(scope), model, test), cancellationToken);
            return [.. columns.Estimate(selected.Rows)];
        }

        var statement = scope.Render(model.Sql);
        var casts = model.Columns.Select(column => scope.Dialect.Cast(SqlName.Quote(column.Name), column.Type));
        var rows = statement with
        {
            Sql = $"SELECT {string.Join(", ", casts)} FROM (\n{statement.Sql}\n) AS tested", FirstLine = statement.FirstLine - 1,
        };
        return (await engine.QueryAsync(WithRows(rows, model, test), cancellationToken)).Rows;
    }

    SqlScope ScopeOf(SqlModel model, ModelTest test)
    {
        var chosen = test.Settings.ToDictionary(setting => setting.Key, setting => setting.Value.Text ?? "");
        if (test.AsOf?.Text is { } asOf)
            chosen[AsOfModel.Name] = asOf;
        return definitions.Scope(
            engine.Dialect,
            model.Sql.Refs.ToDictionary(name => name, name => new Relation(name, definitions.Graph[name]!.Columns, [])),
            model.Sql.Sources.ToDictionary(name => name, name => DatasetVersion.Of([]).ToRelation(definitions.Contracts[name], [])),
            definitions.Settings.Choose(new Dictionary<string, string>(), chosen));
    }

    /// <summary>The statement with its inputs' rows in place of stored parts.</summary>
    Statement WithRows(Statement statement, SqlModel model, ModelTest test)
    {
        if (statement.Relations.Count == 0)
            return statement;
        var inputs = statement.Relations.Select(relation => $"{SqlName.Quote(relation.Name)} AS ({Input(relation, model, test)})");
        return statement with { Sql = $"WITH {string.Join(", ", inputs)} SELECT * FROM ({statement.Sql}) AS given_rows", Relations = [] };
    }

    string Input(Relation relation, SqlModel model, ModelTest test)
    {
        var columns = ModelTestCheck.ColumnsOf(definitions, model, relation.Name)!;
        var rows = test.Given.TryGetValue(relation.Name, out var given) ? given.Rows : Usual(relation, test);
        if (relation.Runs is null)
            return Rows(columns, rows);
        return SqlWriter.Latest(relation, Rows(columns, [.. rows.Select((row, index) => AsIngested(relation, row, index))]));
    }

    static IReadOnlyList<TestRow> Usual(Relation relation, ModelTest test) =>
        test.AsOf is { } date && relation.Name.EndsWith($"_{AsOfModel.Name}", StringComparison.Ordinal)
            ? [new(date.Line, new Dictionary<string, TestCell> { [AsOfModel.Name] = date })]
            : [];

    /// <summary>A row of a dataset is of some run, at some place of its file.</summary>
    static TestRow AsIngested(Relation relation, TestRow row, int index)
    {
        var cells = new Dictionary<string, TestCell>(row.Cells);
        // Rows without a key would replace each other.
        foreach (var column in relation.Columns.Where(column => relation.LatestBy.Contains(column.Name)))
            cells.TryAdd(column.Name, new(KeyOf(column.Type, index), row.Line, 1));
        cells.TryAdd(SystemColumns.Run.Name, new(Run, row.Line, 1));
        cells.TryAdd(SystemColumns.Offset.Name, new(FormattableString.Invariant($"{index}"), row.Line, 1));
        cells.TryAdd("_source_time", new("2000-01-01T00:00:00Z", row.Line, 1));
        cells.TryAdd("_source_key", new("test.csv", row.Line, 1));
        cells.TryAdd("_run_order", new("0", row.Line, 1));
        return row with { Cells = cells };
    }

    static string? KeyOf(LogicalType type, int index) => type.Kind switch
    {
        TypeKind.Bool => null,
        TypeKind.Date => DateOnly.MinValue.AddDays(index).ToString("O", CultureInfo.InvariantCulture),
        TypeKind.Timestamp => DateTime.UnixEpoch.AddSeconds(index).ToString("O", CultureInfo.InvariantCulture),
        _ => (index + 1).ToString(CultureInfo.InvariantCulture),
    };

    static string Rows(IReadOnlyList<TableColumn> columns, IReadOnlyList<TestRow> rows)
    {
        if (rows.Count == 0)
            return $"SELECT {string.Join(", ", columns.Select(column => Named("NULL", column)))} WHERE false";
        var named = columns.Where(column => rows.Any(row => row.Cells.ContainsKey(column.Name))).ToList();
        if (named.Count == 0)
        {
            var nulls = string.Join(", ", columns.Select(column => Named("NULL", column)));
            return string.Join(" UNION ALL ", rows.Select(_ => $"SELECT {nulls}"));
        }

        var values = rows.Select(row => $"({string.Join(", ", named.Select(column => Value(column, row)))})");
        var selected = columns.Select(column => named.Contains(column) ? SqlName.Quote(column.Name) : Named("NULL", column));
        var names = string.Join(", ", named.Select(column => SqlName.Quote(column.Name)));
        return $"SELECT {string.Join(", ", selected)} FROM (VALUES {string.Join(", ", values)}) AS given({names})";
    }

    static string Value(TableColumn column, TestRow row) =>
        row.Cells.TryGetValue(column.Name, out var cell) && cell.Text is { } text
            ? SqlWriter.Literal(TypedText.Read(column.Type, text, out _)!)
            : SqlWriter.Cast("NULL", column.Type);

    static string Named(string value, TableColumn column) => $"{SqlWriter.Cast(value, column.Type)} AS {SqlName.Quote(column.Name)}";
}

using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>A row of a dataset, with what became of it.</summary>
sealed record SourceRow(string Run, int Order, long Offset, IReadOnlyDictionary<string, string?> Cells)
{
    public string? Fate { get; init; }
    public string? Rule { get; init; }

    /// <summary>Run and offset of the row that replaced it, or that it repeats.</summary>
    public (string Run, long Offset)? Other { get; init; }
}

/// <summary>Queries the rows of datasets below a figure.</summary>
/// <param name="fates">Dataset → the model that says what became of its rows.</param>
sealed class SourceQuery(IQueryEngine engine, ExplainSql sql, SqlScope scope, IReadOnlyDictionary<string, SqlModel> fates)
{
    /// <summary>Rows in the order of runs, then of the file.</summary>
    /// <param name="after">Run order and offset of the last row before; null from the first.</param>
    public async Task<IReadOnlyList<SourceRow>> RowsAsync(
        ReadInput dataset, (int Order, long Offset)? after, int limit, CancellationToken cancellationToken)
    {
        var found = await engine.QueryAsync(Render(dataset, after, limit), cancellationToken);
        return [.. found.Rows.Select(row => RowOf(sql.RelationOf(dataset).Columns, row))];
    }

    internal Statement Render(ReadInput dataset, (int Order, long Offset)? after, int limit)
    {
        var columns = sql.RelationOf(dataset).Columns;
        var fate = fates.GetValueOrDefault(dataset.Name);
        var names = string.Join(", ", columns.Select(column => $"it.{SqlName.Quote(column.Name)}"));
        var where = after is { } last
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" WHERE it._run_order > {last.Order} OR (it._run_order = {last.Order} AND it._offset > {last.Offset})")
            : "";
        var page = $"SELECT {names}, it._run_order FROM {ExplainSql.Found(dataset.Name)} AS it{where} "
            + string.Create(CultureInfo.InvariantCulture, $"ORDER BY it._run_order, it._offset LIMIT {limit}");
        return fate is null ? sql.Over(dataset, page) : sql.Over(dataset, WithFate(page, fate), scope.Models[fate.Name]);
    }

    static string WithFate(string page, SqlModel fate)
    {
        var by = string.Join(", ", fate.Fate!.By.Select(SqlName.Quote));
        var on = string.Join(
            " AND ", fate.Fate.By.Select(SqlName.Quote).Select(name => $"states.{name} IS NOT DISTINCT FROM shown.{name}"));
        var rule = fate.HasColumn("rule") ? "states.rule" : "CAST(NULL AS VARCHAR)";
        return $"""
            SELECT page.*, told.row_role, told.row_rule, told.other_run, told.other_offset
            FROM ({page}) AS page
            LEFT JOIN (
                SELECT
                    run_id, source_offset, row_role, row_rule,
                    CASE row_role WHEN 'superseded' THEN MAX(CASE WHEN row_role = 'kept' THEN run_id END) OVER (PARTITION BY {by})
                        WHEN 'duplicate' THEN LAG(run_id) OVER (PARTITION BY {by} ORDER BY run_order, source_offset) END AS other_run,
                    CASE row_role WHEN 'superseded' THEN MAX(CASE WHEN row_role = 'kept' THEN source_offset END) OVER (PARTITION BY {by})
                        WHEN 'duplicate' THEN LAG(source_offset) OVER (PARTITION BY {by} ORDER BY run_order, source_offset) END
                        AS other_offset
                FROM (
                    SELECT states.run_id, states.run_order, states.source_offset, states.row_role, {rule} AS row_rule,
                        {string.Join(", ", fate.Fate.By.Select(name => $"states.{SqlName.Quote(name)}"))}
                    FROM {SqlName.Quote(fate.Name)} AS states
                    JOIN (SELECT DISTINCT {by} FROM ({page}) AS keys) AS shown ON {on}
                ) AS all_states
            ) AS told ON told.run_id = page._run AND told.source_offset = page._offset
            ORDER BY page._run_order, page._offset
            """;
    }

    static SourceRow RowOf(IReadOnlyList<TableColumn> columns, object?[] row)
    {
        var cells = columns.Select((column, index) => (column, Value: row[index]))
            .Where(cell => cell.column.Name != SystemColumns.Offset.Name && cell.column.Name != SystemColumns.Run.Name)
            .ToDictionary(
                cell => cell.column.Name,
                cell => cell.Value is null ? null : ReportCellText.Of(cell.column.Type, cell.Value));
        var names = columns.Select(column => column.Name).ToList();
        var source = new SourceRow(
            (string)row[names.IndexOf(SystemColumns.Run.Name)]!,
            (int)Number(row[columns.Count]),
            Number(row[names.IndexOf(SystemColumns.Offset.Name)]),
            cells);
        if (row.Length <= columns.Count + 1)
            return source;
        // A row that no state has was left out before the states were told.
        return source with
        {
            Fate = (string?)row[columns.Count + 1] ?? "filtered",
            Rule = (string?)row[columns.Count + 2],
            Other = row[columns.Count + 3] is string run ? (run, Number(row[columns.Count + 4])) : null,
        };
    }

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}

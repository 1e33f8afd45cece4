using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>The rows of datasets below a figure.</summary>
sealed class SourceRows(IQueryEngine engine, RowSearch search)
{
    /// <summary>In the order of runs, then of the file.</summary>
    /// <param name="after">Run order and offset of the last row before; null from the first.</param>
    public async Task<IReadOnlyList<SourcePlace>> PlacesAsync(
        ReadInput dataset, (int Order, long Offset)? after, int limit, CancellationToken cancellationToken)
    {
        if (search.Counts[dataset.Name] == 0)
            return [];
        if (await search.StatesAsync(dataset, cancellationToken) is { } states)
        {
            var (run, order, offset) = (states.PlaceOf("run_id"), states.PlaceOf("run_order"), states.PlaceOf("source_offset"));
            return
            [
                .. states.Rows.Select(row => new SourcePlace((string)row[run]!, (int)Number(row[order]), Number(row[offset])))
                    .Where(place => after is not { } last || (place.Order, place.Offset).CompareTo(last) > 0)
                    .OrderBy(place => place.Order).ThenBy(place => place.Offset)
                    .Take(limit),
            ];
        }

        var where = after is { } before
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" WHERE it._run_order > {before.Order} OR (it._run_order = {before.Order} AND it._offset > {before.Offset})")
            : "";
        var found = await engine.QueryAsync(
            search.Sql.Over(
                dataset,
                $"SELECT it._run, it._run_order, it._offset FROM {ExplainSql.Found(dataset.Name)} AS it{where} "
                    + string.Create(CultureInfo.InvariantCulture, $"ORDER BY it._run_order, it._offset LIMIT {limit}")),
            cancellationToken);
        return [.. found.Rows.Select(row => new SourcePlace((string)row[0]!, (int)Number(row[1]), Number(row[2])))];
    }

    /// <summary>What became of the rows at some places; null where no model says it.</summary>
    public async Task<IReadOnlyDictionary<(string Run, long Offset), SourceFate>?> FatesAsync(
        ReadInput dataset, IReadOnlyList<SourcePlace> places, CancellationToken cancellationToken)
    {
        if (search.FateOf(dataset) is not { } fate || places.Count == 0)
            return null;
        var columns = search.Sql.RelationOf(dataset).Columns;
        var states = await search.StatesAsync(dataset, cancellationToken);
        if (states is not null && states.Columns.Count < search.Scope.Models[fate.Name].Columns.Count)
            states = await WithDuplicatesAsync(fate, states, places, cancellationToken);
        states ??= await search.StatesAsync(fate, await RowsAsync(dataset, places, cancellationToken), cancellationToken);
        return states is null ? null : FatesOf(states, fate.Fate!, columns);
    }

    /// <summary>Which row a duplicate repeats is seen in columns that were not read yet; null if there are too many.</summary>
    async Task<FoundRows?> WithDuplicatesAsync(
        SqlModel fate, FoundRows states, IReadOnlyList<SourcePlace> places, CancellationToken cancellationToken)
    {
        var (run, offset, role) = (states.PlaceOf("run_id"), states.PlaceOf("source_offset"), states.PlaceOf("row_role"));
        var shown = places.Select(place => (place.Run, place.Offset)).ToHashSet();
        var duplicates = states.Rows.Where(row => (string?)row[role] == "duplicate"
            && shown.Contains(((string)row[run]!, Number(row[offset]))))
            .ToList();
        if (duplicates.Count == 0)
            return states;
        var by = fate.Fate!.By.Select(states.PlaceOf).ToList();
        var things = duplicates.Select(row => Text(row, by)).ToHashSet();
        if (await search.StatesAsync(fate, new(states.Columns, duplicates), cancellationToken) is not { } whole)
            return null;
        int[] read = [.. states.Columns.Select(column => whole.PlaceOf(column.Name))];
        return whole with
        {
            Rows =
            [
                .. whole.Rows,
                .. states.Rows.Where(row => !things.Contains(Text(row, by))).Select(row => Widened(row, read, whole.Columns.Count)),
            ],
        };
    }

    static object?[] Widened(object?[] row, int[] places, int count)
    {
        var wide = new object?[count];
        foreach (var (index, place) in places.Index())
            wide[place] = row[index];
        return wide;
    }

    /// <summary>The rows in the lake at some places: column → text, null stays null.</summary>
    public async Task<IReadOnlyDictionary<(string Run, long Offset), IReadOnlyDictionary<string, string?>>> CellsAsync(
        ReadInput dataset, IReadOnlyList<SourcePlace> places, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(dataset, places, cancellationToken);
        var (run, offset) = (rows.PlaceOf(SystemColumns.Run.Name), rows.PlaceOf(SystemColumns.Offset.Name));
        return rows.Rows.ToDictionary(
            row => ((string)row[run]!, Number(row[offset])),
            row => (IReadOnlyDictionary<string, string?>)CellsOf(rows.Columns, row));
    }

    async Task<FoundRows> RowsAsync(ReadInput dataset, IReadOnlyList<SourcePlace> places, CancellationToken cancellationToken)
    {
        var relation = search.Sql.RelationOf(dataset);
        var found = new List<object?[]>();
        foreach (var run in places.GroupBy(place => place.Run))
        {
            var offsets = run.Select(place => place.Offset.ToString(CultureInfo.InvariantCulture)).ToList();
            found.AddRange((await engine.QueryAsync(
                new(
                    $"SELECT {RowSearch.Names(relation.Columns)} FROM {SqlName.Quote(dataset.Name)} "
                        + $"WHERE _run = {SqlWriter.Quote(run.Key)} "
                        + $"AND _offset BETWEEN {offsets[0]} AND {offsets[^1]} AND _offset IN ({string.Join(", ", offsets)})",
                    [relation], []),
                cancellationToken)).Rows);
        }

        return new(relation.Columns, found);
    }

    static Dictionary<(string Run, long Offset), SourceFate> FatesOf(
        FoundRows states, RowFate fate, IReadOnlyList<TableColumn> columns)
    {
        var fates = new Dictionary<(string, long), SourceFate>();
        if (states.Rows.Count == 0)
            return fates;
        var (run, order, offset) = (states.PlaceOf("run_id"), states.PlaceOf("run_order"), states.PlaceOf("source_offset"));
        var role = states.PlaceOf("row_role");
        var rule = states.Has("rule") ? states.PlaceOf("rule") : -1;
        var sent = states.Columns.Select(column => column.Name).Intersect(columns.Select(column => column.Name))
            .Select(states.PlaceOf).ToList();
        foreach (var things in states.Rows.GroupBy(row => Text(row, fate.By.Select(states.PlaceOf))))
        {
            var ordered = things.OrderBy(row => Number(row[order])).ThenBy(row => Number(row[offset])).ToList();
            var kept = ordered.LastOrDefault(row => (string?)row[role] == "kept");
            foreach (var (index, row) in ordered.Index())
            {
                var other = (string?)row[role] switch
                {
                    "superseded" => kept,
                    "duplicate" => ordered.Take(index).LastOrDefault(IsEqual) ?? ordered.Skip(index + 1).FirstOrDefault(IsEqual),
                    _ => null,
                };
                fates[((string)row[run]!, Number(row[offset]))] = new(
                    (string)row[role]!, rule < 0 ? null : (string?)row[rule],
                    other is null ? null : ((string)other[run]!, Number(other[offset])));

                bool IsEqual(object?[] another) => Text(another, sent) == Text(row, sent);
            }
        }

        return fates;
    }

    static string Text(object?[] row, IEnumerable<int> places) => string.Join('\u001f', places.Select(place => row[place]));

    static Dictionary<string, string?> CellsOf(IReadOnlyList<TableColumn> columns, object?[] row) =>
        columns.Select((column, index) => (column, Value: row[index]))
            .Where(cell => cell.column.Name != SystemColumns.Offset.Name && cell.column.Name != SystemColumns.Run.Name)
            .ToDictionary(
                cell => cell.column.Name,
                cell => cell.Value is null ? null : ReportCellText.Of(cell.column.Type, cell.Value));

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}

using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Explain;

/// <summary>Finds the rows below a figure, one input after the other: the keys of what was found lead to the next.</summary>
/// <param name="models">Their headers say what became of rows of datasets.</param>
/// <param name="snapshot">Its models are searched.</param>
/// <param name="large">Of models with more rows, only the columns that lead on are read of all found rows.</param>
sealed class RowSearch(
    IQueryEngine engine, ExplainPlan plan, ExplainSql sql, SqlScope scope, ModelGraph models, Snapshot snapshot, long large)
{
    readonly Dictionary<string, SqlModel> _fates = models.Models.Where(model => model.Fate is not null)
        .ToDictionary(model => model.Fate!.Dataset);
    readonly Dictionary<string, long> _counts = [];

    public ExplainPlan Plan => plan;
    public ExplainSql Sql => sql;
    public SqlScope Scope => scope;
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Rows of every input: those of models first, then of datasets.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        foreach (var input in plan.Inputs)
            _counts[input.Name] = input.IsDataset && await StatesAsync(input, cancellationToken) is { } states
                ? states.Rows.Count
                : await FindAsync(input, cancellationToken);
    }

    /// <summary>The first rows of a model.</summary>
    public async Task<IReadOnlyList<object?[]>> FirstAsync(ReadInput model, int count, CancellationToken cancellationToken)
    {
        var columns = sql.RelationOf(model).Columns;
        if (sql.InMemory(model.Name) is { } rows)
        {
            if (rows.Columns.Count == columns.Count || rows.Rows.Count == 0)
                return rows.First(count);
            if (rows.FirstPlaces(count) is { } places)
                return new FoundRows(columns, await engine.AtAsync(sql.RelationOf(model), places, cancellationToken)).First(count);
            if (KeyOf(model) is { } key)
                return (await RowsAsync(model.Name, new(rows.Columns, rows.First(count)), key, cancellationToken))!.First(count);
        }

        var names = Names(columns);
        var statement = sql.Over(
            model,
            string.Create(
                CultureInfo.InvariantCulture, $"SELECT {names} FROM {ExplainSql.Found(model.Name)} ORDER BY {names} LIMIT {count}"));
        return (await engine.QueryAsync(statement, cancellationToken)).Rows;
    }

    /// <summary>
    /// All rows of the model that says what became of a dataset's rows, where they say which rows of the dataset belong to the figure, so
    /// that the dataset need not be searched; otherwise null.
    /// </summary>
    public async Task<FoundRows?> StatesAsync(ReadInput dataset, CancellationToken cancellationToken)
    {
        if (sql.InMemory(dataset.Name) is { } known)
            return known;
        if (_fates.GetValueOrDefault(dataset.Name) is not { } fate
            || dataset.Links.Any(link => link.Reader != fate.Name || !IsByState(link.Link, fate))
            || sql.InMemory(fate.Name) is not { } found)
            return null;
        var states = found.Rows.Count == 0 || IsClosed(fate) ? found : await StatesAsync(fate, found, cancellationToken);
        if (states is not null)
            sql.Keep(dataset.Name, states);
        return states;
    }

    /// <summary>All rows of a model that are states of the same things as some rows; null if there are too many.</summary>
    /// <param name="rows">They have the columns that tell one thing from another.</param>
    public Task<FoundRows?> StatesAsync(SqlModel fate, FoundRows rows, CancellationToken cancellationToken) =>
        RowsAsync(fate.Name, rows, fate.Fate!.By, cancellationToken);

    /// <summary>All columns of the model's rows whose keys some rows have; null if there are too many.</summary>
    async Task<FoundRows?> RowsAsync(string model, FoundRows rows, IReadOnlyList<string> by, CancellationToken cancellationToken)
    {
        if (rows.Keys(by, scope.Dialect) is not { } keys)
            return null;
        var relation = scope.Models[model];
        var on = by.Select(
            name => $"it.{SqlName.Quote(name)} {(rows.HasNull(name) ? "IS NOT DISTINCT FROM" : "=")} shown.{SqlName.Quote(name)}");
        var found = await engine.QueryAsync(
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT {Names(relation.Columns, "it.")} FROM {SqlName.Quote(model)} AS it JOIN ({keys}) AS shown "
                        + $"ON {string.Join(" AND ", on)} LIMIT {FoundRows.Most + 1}"),
                [relation], []),
            cancellationToken);
        return found.Rows.Count > FoundRows.Most ? null : new(relation.Columns, found.Rows);
    }

    /// <summary>The model that says what became of a dataset's rows; null if none does.</summary>
    public SqlModel? FateOf(ReadInput dataset) => _fates.GetValueOrDefault(dataset.Name);

    internal static string Names(IReadOnlyList<TableColumn> columns, string table = "") =>
        string.Join(", ", columns.Select(column => $"{table}{SqlName.Quote(column.Name)}"));

    /// <summary>All states of each thing were found: whatever led to them led to all.</summary>
    bool IsClosed(SqlModel fate) => plan.Inputs.First(input => input.Name == fate.Name).Links.All(link => IsByState(link.Link, fate));

    static bool IsByState(InputLink link, SqlModel fate) => link.When is null && link.Keys.All(
        key => key is { Operator: LinkOperator.Equal, Of: null, Unless: null } && fate.Fate!.By.Contains(key.Column));

    async Task<long> FindAsync(ReadInput input, CancellationToken cancellationToken)
    {
        var columns = sql.RelationOf(input).Columns;
        if (!sql.MayHaveRows(input))
        {
            sql.Keep(input.Name, new(columns, []));
            return 0;
        }

        var found = ExplainSql.Found(input.Name);
        if (!input.IsDataset)
        {
            columns = ReadOf(input, columns);
            if (await ByKeysAsync(input, columns, cancellationToken) is { } keyed)
            {
                sql.Keep(input.Name, new(columns, keyed.Rows) { Places = keyed.Places });
                return keyed.Rows.Count;
            }

            var some = await engine.QueryAsync(
                sql.Over(
                    input, string.Create(CultureInfo.InvariantCulture, $"SELECT {Names(columns)} FROM {found} LIMIT {FoundRows.Most + 1}")),
                cancellationToken);
            if (some.Rows.Count <= FoundRows.Most)
            {
                sql.Keep(input.Name, new(columns, some.Rows));
                return some.Rows.Count;
            }
        }

        var counted = await engine.QueryAsync(
            sql.Over(input, $"SELECT {scope.Dialect.Cast("COUNT(*)", LogicalType.Int64)} AS found FROM {found}"), cancellationToken);
        return Convert.ToInt64(counted.Rows[0][0], CultureInfo.InvariantCulture);
    }

    /// <summary>Null where only a statement finds the rows of a model.</summary>
    async Task<FoundByKey?> ByKeysAsync(
        ReadInput model, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken) =>
        snapshot.Models[model.Name].Rows > large && sql.KeysTo(model) is var (column, values)
            ? await engine.FindAsync(new(sql.RelationOf(model), column, values, columns, FoundRows.Most), cancellationToken)
            : null;

    /// <summary>The columns to read of all found rows: all of them, or those that lead on.</summary>
    IReadOnlyList<TableColumn> ReadOf(ReadInput model, IReadOnlyList<TableColumn> columns)
    {
        if (snapshot.Models[model.Name].Rows <= large || KeyOf(model) is not { } key)
            return columns;
        var fate = _fates.Values.FirstOrDefault(other => other.Name == model.Name)?.Fate;
        var read = plan.Inputs.SelectMany(input => input.Links).Where(link => link.Reader == model.Name)
            .SelectMany(link => link.Link.Own).Concat(key)
            .Concat(fate is null ? [] : [.. RowFate.Columns, "rule", .. fate.By])
            .ToHashSet();
        return [.. columns.Where(column => read.Contains(column.Name))];
    }

    /// <summary>The columns that tell one row of a model from another; null if its header does not say.</summary>
    string[]? KeyOf(ReadInput model)
    {
        var definition = models[model.Name]!;
        var grain = definition.Grain.Split(", ");
        return grain.All(definition.HasColumn) ? grain
            : definition.Fate is { } fate ? [.. fate.By.Union(["run_id", "source_offset"])]
            : null;
    }
}

using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Explain;

/// <summary>Compares two snapshots model by model. A version that both share is equal without a query.</summary>
public sealed class DiffReader(IObjectStore lake, Func<IQueryEngine> engine, ModelDefinitions definitions)
{
    /// <summary>A page of rows has at most so many.</summary>
    public const int MostRows = 1_000;

    /// <summary>Models that are compared at the same time.</summary>
    const int AtOnce = 4;

    /// <param name="model">Only this model; null for all.</param>
    /// <param name="withRows">False: only what the snapshots say about themselves, without a query.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>: neither snapshot has the model.</exception>
    public async Task<DiffResult> CompareAsync(DiffSides sides, string? model, bool withRows, CancellationToken cancellationToken)
    {
        var names = NamesOf(sides);
        if (model is not null)
            names = [Known(model, names)];
        var causes = await DiffCauses.OfAsync(sides, definitions.Graph, new(lake), cancellationToken);
        var found = names.Select(name => Overview(sides, name, causes)).ToList();
        if (withRows)
        {
            for (var start = 0; start < found.Count; start += AtOnce)
            {
                var some = found.Skip(start).Take(AtOnce).Select(one => CountAsync(sides, one, cancellationToken));
                var counted = await Task.WhenAll(some);
                for (var index = 0; index < counted.Length; index++)
                    found[start + index] = counted[index];
            }
        }

        return new(sides, causes.Datasets, causes.Settings, causes.AsOf, found);
    }

    /// <summary>The rows of a model that differ, ordered by key.</summary>
    /// <param name="offset">The token of the page before; 0 for the first.</param>
    /// <param name="limit">1 to <see cref="MostRows"/>.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>: neither snapshot has the model.</exception>
    public async Task<DiffRows> RowsAsync(DiffSides sides, string model, long offset, int limit, CancellationToken cancellationToken)
    {
        Known(model, NamesOf(sides));
        if (VersionsOf(sides, model) is { Now: { } one, Before: { } other } && one.BuiltIn == other.BuiltIn)
            return new(sides, model, KeyOf(model), one.ToRelation(model).Columns, [], null);
        var (sql, _) = await CountedAsync(sides, model, cancellationToken);
        var found = await engine().QueryAsync(sql.Rows(offset, limit + 1), cancellationToken);
        return new(
            sides,
            model,
            sql.Key,
            sql.Columns,
            [.. found.Rows.Take(limit).Select(row => RowOf(sql, row))],
            found.Rows.Count > limit ? offset + limit : null);
    }

    static List<string> NamesOf(DiffSides sides) =>
        [.. sides.Now.Models.Keys.Union(sides.Before.Models.Keys).Order(StringComparer.Ordinal)];

    static string Known(string model, IReadOnlyList<string> names) => names.Contains(model)
        ? model
        : throw new TerminalException(
            ProblemCode.NotFound, $"Neither snapshot has a model '{model}'.{LikelyName.Hint(model, names)}");

    static (ModelVersion? Now, ModelVersion? Before) VersionsOf(DiffSides sides, string model) =>
        (sides.Now.Models.GetValueOrDefault(model), sides.Before.Models.GetValueOrDefault(model));

    static DiffModel Overview(DiffSides sides, string model, DiffCauses causes)
    {
        var (now, before) = VersionsOf(sides, model);
        var state = (now, before) switch
        {
            (_, null) => DiffState.Added,
            (null, _) => DiffState.Removed,
            _ => now.BuiltIn == before.BuiltIn ? DiffState.Shared : DiffState.NotCompared,
        };
        return new(model, state, before?.Rows, now?.Rows, state == DiffState.Shared ? [] : causes.Of(model));
    }

    async Task<DiffModel> CountAsync(DiffSides sides, DiffModel model, CancellationToken cancellationToken)
    {
        if (model.State == DiffState.Shared)
            return model;
        var (_, counts) = await CountedAsync(sides, model.Name, cancellationToken);
        var state = model.State != DiffState.NotCompared ? model.State : counts.IsSame ? DiffState.SameRows : DiffState.Changed;
        return model with { State = state, Counts = counts };
    }

    /// <summary>Whole rows are compared where the key of today's definition does not identify the rows of a version.</summary>
    async Task<(DiffSql Sql, DiffCounts Counts)> CountedAsync(DiffSides sides, string model, CancellationToken cancellationToken)
    {
        var (now, before) = VersionsOf(sides, model);
        foreach (var key in new[] { KeyOf(model), [] })
        {
            var sql = new DiffSql(engine().Dialect, now, before, key);
            var row = (await engine().QueryAsync(sql.Counts(), cancellationToken)).Rows[0];
            if (Number(row[0]) == 0)
                return (sql, CountsOf(sql, row));
        }

        throw new TerminalException(ProblemCode.Internal, $"The rows of {model} cannot be compared.");
    }

    /// <summary>The columns of the grain, or else of the audit <c>unique</c>; none if neither names columns.</summary>
    IReadOnlyList<string> KeyOf(string name)
    {
        if (definitions.Graph[name] is not { } model)
            return [];
        string[] grain = model.Grain.Split(',', StringSplitOptions.TrimEntries);
        return grain.All(model.HasColumn) ? grain : model.Audits.FirstOrDefault(audit => audit.Name == "unique")?.Arguments ?? [];
    }

    static DiffCounts CountsOf(DiffSql sql, object?[] row)
    {
        const int counts = 4;
        var (compared, measures) = (sql.Compared, sql.Measures);
        var values = compared.Select((column, index) => new DiffColumn(column.Name, DiffColumnKind.Values, Number(row[counts + index])));
        var sums = counts + compared.Count;
        return new(
            sql.Key,
            Number(row[1]),
            Number(row[2]),
            Number(row[3]),
            [.. sql.Differing, .. values.Where(column => column.Rows > 0)],
            [
                .. measures.Select((column, index) => new DiffMeasure(
                    column with { Type = DiffSql.SumType(column) }, row[sums + (2 * index)], row[sums + (2 * index) + 1])),
            ]);
    }

    static DiffRow RowOf(DiffSql sql, object?[] row)
    {
        const int sides = 2;
        var (now, before) = (Number(row[0]), Number(row[1]));
        var keys = row.AsSpan(sides, sql.Columns.Count - sql.Compared.Count).ToArray();
        var (old, rest) = (row.Skip(sides + keys.Length).Take(sql.Compared.Count), row.Skip(sides + keys.Length + sql.Compared.Count));
        object?[] was = [.. keys, .. old];
        object?[] isNow = [.. keys, .. rest];
        if (sql.Key.Count == 0)
            return now > before ? new(DiffChange.Added, null, isNow, now - before) : new(DiffChange.Gone, was, null, before - now);
        return before == 0 ? new(DiffChange.Added, null, isNow, 1)
            : now == 0 ? new(DiffChange.Gone, was, null, 1)
            : new(DiffChange.Changed, was, isNow, 1);
    }

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
}

using System.Globalization;
using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Renders a relation as a SELECT over exactly its parts, through tables that it creates in the catalog.</summary>
sealed class AthenaRelations(GlueTables tables, VersionTables versions, AttemptTables attempts, LakeLocation lake)
{
    /// <summary>The statement's relations as common table expressions on one line; empty if there are none.</summary>
    public async Task<string> ExpressionsAsync(IReadOnlyList<Relation> relations, CancellationToken cancellationToken)
    {
        var selects = await Task.WhenAll(relations.Select(relation => SelectAsync(relation, cancellationToken)));
        return string.Join(", ", relations.Zip(selects, (relation, select) => $"{SqlWriter.Name(relation.Name)} AS ({select})"));
    }

    /// <summary>The table's name, qualified with its database.</summary>
    public string Named(string table) => $"{SqlWriter.Name(tables.Database)}.{SqlWriter.Name(table)}";

    async Task<string> SelectAsync(Relation relation, CancellationToken cancellationToken)
    {
        if (relation.Parts.Count == 0)
            return Nothing(relation);
        if (relation.Runs is null && VersionTables.NameOf(relation.Parts) is not null)
            return PrestoView.Select(
                tables.Database, await versions.EnsureAsync(relation.Columns, relation.Parts, "", cancellationToken), relation.Columns);

        IReadOnlyList<TableColumn> stored = relation.Runs is null || relation.Columns.Any(column => column.Name == SystemColumns.Run.Name)
            ? relation.Columns
            : [.. relation.Columns, SystemColumns.Run];
        var (table, values) = await attempts.EnsureAsync(relation.Name, stored, relation.Parts, cancellationToken);
        var columns = string.Join(", ", relation.Columns.Select(column => $"part.{SqlWriter.Name(column.Name)}"));
        // Datasets publish whole attempts; other relations may name single parts.
        return relation.Runs is null
            ? $"SELECT {columns} FROM {Named(table)} AS part WHERE {Attempts(values)} "
                + $"AND part.\"$path\" IN ({string.Join(", ", relation.Parts.Select(part => SqlWriter.Quote(lake.Of(part))))})"
            : $"SELECT {columns}, run._source_time, run._source_key, run._run_order FROM {Named(table)} AS part "
                + $"LEFT JOIN ({Runs(relation.Runs)}) AS run ON part._run = run._run WHERE {Attempts(values)}";
    }

    static string Nothing(Relation relation)
    {
        var columns = relation.Columns.Concat(relation.Runs is null ? [] : SystemColumns.OfRuns);
        return "SELECT "
            + $"{string.Join(", ", columns.Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {SqlWriter.Name(column.Name)}"))} "
            + "WHERE false";
    }

    static string Attempts(IReadOnlyList<string> values) =>
        $"part.{AttemptTables.Attempt} IN ({string.Join(", ", values.Select(SqlWriter.Quote))})";

    static string Runs(IReadOnlyList<RelationRun> runs) => runs.Count == 0
        ? "SELECT '' AS _run, TIMESTAMP '1970-01-01 00:00:00.000' AS _source_time, '' AS _source_key, 0 AS _run_order WHERE false"
        : $"SELECT * FROM (VALUES {string.Join(", ", runs.Select(Run))}) AS published(_run, _source_time, _source_key, _run_order)";

    static string Run(RelationRun run) => string.Create(CultureInfo.InvariantCulture,
        $"({SqlWriter.Quote(run.RunId)}, {SqlWriter.Timestamp(run.SourceTime.UtcDateTime)}, "
            + $"{SqlWriter.Quote(run.SourceKey)}, {run.Order})");
}

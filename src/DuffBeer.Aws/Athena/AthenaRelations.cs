using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Renders a relation as a SELECT over exactly its parts, through tables that it creates in the catalog.</summary>
sealed class AthenaRelations(CatalogTables tables)
{
    /// <summary>The statement's relations as common table expressions on one line; empty if there are none.</summary>
    public async Task<string> ExpressionsAsync(IReadOnlyList<Relation> relations, CancellationToken cancellationToken)
    {
        var selects = await Task.WhenAll(relations.Select(relation => SelectAsync(relation, cancellationToken)));
        return string.Join(", ", relations.Zip(selects, (relation, select) => $"{SqlWriter.Name(relation.Name)} AS ({select})"));
    }

    /// <summary>The table's name, qualified with its database.</summary>
    public string Named(string table) => $"{SqlWriter.Name(tables.Tables.Database)}.{SqlWriter.Name(table)}";

    async Task<string> SelectAsync(Relation relation, CancellationToken cancellationToken)
    {
        if (relation.Parts.Count == 0)
            return Nothing(relation);
        if (relation.Runs is null && VersionTables.NameOf(relation.Parts) is not null)
        {
            var version = await tables.Versions.EnsureAsync(relation.Columns, relation.Parts, cancellationToken);
            return $"SELECT {string.Join(", ", relation.Columns.Select(column => SqlWriter.Name(column.Name)))} FROM {Named(version)}";
        }

        var list = await tables.Lists.EnsureAsync(relation, cancellationToken);
        var columns = string.Join(", ", relation.Columns.Select(column => $"part.{SqlWriter.Name(column.Name)}"));
        return list.Runs is null
            ? $"SELECT {columns} FROM {Named(list.Parts)} AS part WHERE {Of("part", list)}"
            : SqlWriter.Latest(
                relation,
                $"SELECT {columns}, run._source_time, run._source_key, run._run_order FROM {Named(list.Parts)} AS part "
                + $"LEFT JOIN {Named(list.Runs)} AS run ON part._run = run._run AND {Of("run", list)} WHERE {Of("part", list)}");
    }

    static string Of(string table, ListedRelation list) =>
        $"{table}.{SqlWriter.Name(ListTables.List)} = {SqlWriter.Quote(list.Id)}";

    static string Nothing(Relation relation)
    {
        var columns = relation.Columns.Concat(relation.Runs is null ? [] : SystemColumns.OfRuns);
        return "SELECT "
            + $"{string.Join(", ", columns.Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {SqlWriter.Name(column.Name)}"))} "
            + "WHERE false";
    }
}

using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Renders a relation as a SELECT over exactly its parts, each column in its declared type.</summary>
/// <param name="pathOf">The local file of a key of the lake.</param>
/// <param name="isUtc">Whether the session's time zone is UTC, as in every engine of ours.</param>
sealed class RelationSql(Func<string, string> pathOf, bool isUtc = true)
{
    /// <summary>
    /// The statement with its relations before it, all on its first line, so that DuckDB's errors name the model's lines.
    /// </summary>
    /// <param name="tableOf">The table that holds a relation's rows; null reads them from the parts.</param>
    public string With(Statement statement, Func<Relation, string>? tableOf = null)
    {
        // A subquery, because the statement may have its own WITH; a line break, because it may end in a comment.
        var sql = $"SELECT * FROM ({statement.Sql}\n) AS statement";
        return statement.Relations.Count == 0
            ? sql
            : $"WITH {string.Join(", ", statement.Relations.Select(relation => Expression(relation, tableOf?.Invoke(relation))))} {sql}";
    }

    public string Select(Relation relation)
    {
        var isMart = relation.Parts.All(part => LakeKeys.MartOf(part) is not null);
        var columns = relation.Columns.Select(column => $"{Typed(column, isMart)} AS {SqlWriter.Name(column.Name)}");
        if (relation.Runs is null)
            return $"SELECT {string.Join(", ", columns)} FROM ({Rows(relation.Columns, relation.Parts)}) AS part";

        TableColumn[] stored = [.. relation.Columns.Where(column => column.Name != SystemColumns.Run.Name), SystemColumns.Run];
        return SqlWriter.Latest(
            relation,
            $"SELECT {string.Join(", ", columns)}, run._source_time, run._source_key, run._run_order "
            + $"FROM ({Rows(stored, relation.Parts)}) AS part LEFT JOIN ({Runs(relation.Runs)}) AS run ON part._run = run._run");
    }

    /// <summary>The column in its declared type.</summary>
    /// <remarks>
    /// The parts of datasets store moments (TIMESTAMP WITH TIME ZONE), those of older versions timestamps without a zone, and so do marts
    /// that DuckDB writes. Microseconds since 1970 are the same in both, in any session, and 14 times as fast as a CAST of moments. But
    /// only a CAST lets DuckDB skip the row groups that a filter excludes, and of a mart without moments it costs nothing.
    /// </remarks>
    string Typed(TableColumn column, bool isMart)
    {
        var name = $"part.{SqlWriter.Name(column.Name)}";
        return column.Type.Kind == TypeKind.Timestamp && !(isMart && isUtc)
            ? $"make_timestamp(epoch_us({name}))"
            : SqlWriter.Cast(name, column.Type);
    }

    // Otherwise DuckDB would compute each relation once as a whole, without its readers' columns and filters.
    string Expression(Relation relation, string? table) =>
        $"{SqlWriter.Name(relation.Name)} AS NOT MATERIALIZED "
            + $"({(table is null ? Select(relation) : $"SELECT * FROM {SqlWriter.Name(table)}")})";

    // The empty set that is joined by name supplies columns that no part has, and the whole table if there are no parts.
    string Rows(IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts)
    {
        var nothing = "SELECT "
            + $"{string.Join(", ", columns.Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {SqlWriter.Name(column.Name)}"))} "
            + "WHERE false";
        return parts.Count == 0
            ? nothing
            : $"SELECT * FROM read_parquet([{string.Join(", ", parts.Select(Path))}], "
                + $"union_by_name = true, hive_partitioning = false) UNION ALL BY NAME {nothing}";
    }

    string Path(string key) => SqlWriter.Quote(Escape(pathOf(key)));

    // A class of one character is the only way to escape *, ? and [ where DuckDB expects a glob.
    static string Escape(string path) =>
        string.Concat(path.Select(character => character is '*' or '?' or '[' ? $"[{character}]" : character.ToString()));

    static string Runs(IReadOnlyList<RelationRun> runs)
    {
        const string Columns = "_run, _source_time, _source_key, _run_order";
        return runs.Count == 0
            ? "SELECT '' AS _run, TIMESTAMP '1970-01-01' AS _source_time, '' AS _source_key, 0 AS _run_order WHERE false"
            : $"SELECT * FROM (VALUES {string.Join(", ", runs.Select(Run))}) AS published({Columns})";
    }

    static string Run(RelationRun run) => string.Create(CultureInfo.InvariantCulture,
        $"({SqlWriter.Quote(run.RunId)}, {SqlWriter.Timestamp(run.SourceTime.UtcDateTime)}, "
            + $"{SqlWriter.Quote(run.SourceKey)}, {run.Order})");
}

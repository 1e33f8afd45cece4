using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The local files of a dataset.</summary>
/// <param name="Parts">Of its rows.</param>
/// <param name="Runs">Its runs with their ranks.</param>
sealed record LocalFiles(IReadOnlyList<string> Parts, string Runs);

/// <summary>Renders a relation as a SELECT over exactly its parts, each column in its declared type.</summary>
/// <param name="pathOf">The local file of a key of the lake.</param>
/// <param name="isUtc">Whether the session's time zone is UTC, as in every engine of ours.</param>
/// <param name="mostOpen">Parts of a relation that are open at the same time at most; 100 unless a test sets it.</param>
sealed class RelationSql(Func<string, string> pathOf, bool isUtc = true, int mostOpen = 100)
{
    /// <summary>The file of a row: the local path of its part.</summary>
    public const string PathColumn = "_part_path";

    /// <summary>The number of a row in its file, from 0.</summary>
    public const string RowColumn = "file_row_number";

    const string Placed = $", filename = '{PathColumn}', {RowColumn} = true";

    /// <summary>
    /// The statement with its relations before it, all on its first line, so that DuckDB's errors name the model's lines.
    /// </summary>
    /// <param name="filesOf">The local files of a relation that has runs.</param>
    public string With(Statement statement, Func<Relation, LocalFiles> filesOf) =>
        Rendered(statement, relation => relation.Runs is null ? Select(relation) : Select(relation, filesOf(relation)));

    /// <inheritdoc cref="With"/>
    /// <param name="tableOf">The table that holds a relation's rows.</param>
    public static string WithTables(Statement statement, Func<Relation, string> tableOf) =>
        Rendered(statement, relation => $"SELECT * FROM {SqlWriter.Name(tableOf(relation))}");

    static string Rendered(Statement statement, Func<Relation, string> selectOf)
    {
        // A subquery, because the statement may have its own WITH; a line break, because it may end in a comment.
        var sql = $"SELECT * FROM ({statement.Sql}\n) AS statement";
        return statement.Relations.Count == 0
            ? sql
            : $"WITH {string.Join(", ", statement.Relations.Select(relation => Expression(relation.Name, selectOf(relation))))} {sql}";
    }

    /// <summary>A relation without runs.</summary>
    public string Select(Relation relation) => Select(relation.Columns, Paths(relation.Parts), IsMart(relation));

    /// <summary>Writes a relation without runs as <see cref="Select(Relation)"/> gives it, without the whole text in memory.</summary>
    /// <remarks>A dataset may have so many parts that several copies of their names matter.</remarks>
    public async Task WriteAsync(Relation relation, TextWriter to)
    {
        const string mark = "\u0001";
        var around = Select(relation.Columns, relation.Parts.Count == 0 ? [] : [mark], IsMart(relation)).Split(Path(mark));
        await to.WriteAsync(around[0]);
        foreach (var (number, part) in relation.Parts.Index())
        {
            await to.WriteAsync(number == 0 ? "" : ", ");
            await to.WriteAsync(Path(pathOf(part)));
        }

        if (around.Length > 1)
            await to.WriteAsync(around[1]);
    }

    /// <summary>The rows of some files of a dataset as they may be stored in another file, in their declared types.</summary>
    public string SelectStored(Relation dataset, IReadOnlyList<string> paths) =>
        Select(Stored(dataset), paths, isMart: false, most: 1);

    /// <summary>A relation without runs, with two columns more: where each row is stored.</summary>
    public string SelectPlaced(Relation relation)
    {
        var isMart = IsMart(relation);
        return $"SELECT {Columns(relation.Columns, isMart)}, part.{PathColumn}, part.{RowColumn} "
            + $"FROM ({Rows(relation.Columns, Paths(relation.Parts), isMart, Placed)}) AS part";
    }

    /// <summary>The rows at some places of a relation without runs. DuckDB reads only the row groups that have them.</summary>
    public string SelectAt(Relation relation, IReadOnlyList<RowPlace> places)
    {
        var isMart = IsMart(relation);
        var columns = Columns(relation.Columns, isMart);
        return string.Join(
            " UNION ALL ",
            from place in places
            group place.Row by place.Part into rows
            select $"SELECT {columns} "
                + $"FROM ({Rows(relation.Columns, Paths([relation.Parts[rows.Key]]), isMart, Placed)}) AS part "
                + $"WHERE part.{RowColumn} IN ({string.Join(", ", rows.Select(row => row.ToString(CultureInfo.InvariantCulture)))})");
    }

    string Select(IReadOnlyList<TableColumn> columns, IReadOnlyList<string> paths, bool isMart, int? most = null) =>
        $"SELECT {Columns(columns, isMart)} FROM ({Rows(columns, paths, isMart, most: most)}) AS part";

    string Select(Relation dataset, LocalFiles files) => SqlWriter.Latest(
        dataset,
        $"SELECT {Columns(dataset.Columns, isMart: false)}, run._source_time, run._source_key, run._run_order "
        + $"FROM ({Rows(Stored(dataset), files.Parts, isMart: false)}) AS part "
        + $"LEFT JOIN read_parquet({Path(files.Runs)}) AS run ON part._run = run._run");

    static IReadOnlyList<TableColumn> Stored(Relation dataset) =>
        [.. dataset.Columns.Where(column => column.Name != SystemColumns.Run.Name), SystemColumns.Run];

    IReadOnlyList<string> Paths(IReadOnlyList<string> parts) => [.. parts.Select(pathOf)];

    static bool IsMart(Relation relation) => relation.Parts.All(part => LakeKeys.MartOf(part) is not null);

    string Columns(IReadOnlyList<TableColumn> columns, bool isMart) =>
        string.Join(", ", columns.Select(column => $"{Typed(column, isMart)} AS {SqlWriter.Name(column.Name)}"));

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
    static string Expression(string name, string select) => $"{SqlWriter.Name(name)} AS NOT MATERIALIZED ({select})";

    /// <summary>The rows of all parts; columns that a part lacks are null in its rows.</summary>
    /// <remarks>
    /// With <c>union_by_name</c> DuckDB opens all parts to find the columns and keeps them open, which takes up to 230 KB per part. With a
    /// schema it opens one after the other, but then has no idea how many rows there are: it may hash the large side of a join, and a few
    /// keys do not narrow the scan. So some parts are opened, which tell it enough, and the others have a schema. In a view all are
    /// opened: only a part's own type tells in any time zone whether it has moments.
    /// </remarks>
    /// <param name="also">Further options of read_parquet.</param>
    /// <param name="most">Parts that are open at the same time at most; null for as many as in every relation.</param>
    string Rows(IReadOnlyList<TableColumn> columns, IReadOnlyList<string> paths, bool isMart, string also = "", int? most = null)
    {
        var nothing = "SELECT "
            + $"{string.Join(", ", columns.Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {SqlWriter.Name(column.Name)}"))} "
            + "WHERE false";
        if (paths.Count == 0)
            return nothing;
        var opened = isUtc ? Math.Min(paths.Count, most ?? mostOpen) : paths.Count;
        var rows = $"SELECT * FROM read_parquet({Files(paths.Take(opened))}, union_by_name = true, hive_partitioning = false{also}) "
            + $"UNION ALL BY NAME {nothing}";
        if (opened == paths.Count)
            return rows;
        var schema = columns.Select(column =>
            $"{SqlWriter.Quote(column.Name)}: {{name: {SqlWriter.Quote(column.Name)}, type: '{Stored(column.Type, isMart)}', "
                + "default_value: NULL}");
        return $"{rows} UNION ALL BY NAME SELECT * FROM read_parquet({ManyFiles(paths.Skip(opened))}, hive_partitioning = false{also}, "
            + $"schema = MAP {{{string.Join(", ", schema)}}})";
    }

    static string Files(IEnumerable<string> paths) => $"[{string.Join(", ", paths.Select(Path))}]";

    /// <summary>
    /// A list in one constant: DuckDB makes a vector of each constant, 6 KB for a path, and keeps it to the end of the statement. An
    /// escaped path never has two asterisks side by side.
    /// </summary>
    static string ManyFiles(IEnumerable<string> paths)
    {
        const string between = "**";
        return $"string_split({SqlWriter.Quote(string.Join(between, paths.Select(Escape)))}, '{between}')";
    }

    static string Stored(LogicalType type, bool isMart) =>
        type.Kind == TypeKind.Timestamp && !isMart ? "TIMESTAMP WITH TIME ZONE" : SqlWriter.Type(type);

    static string Path(string path) => SqlWriter.Quote(Escape(path));

    // A class of one character is the only way to escape *, ? and [ where DuckDB expects a glob.
    static string Escape(string path) => path.AsSpan().IndexOfAny('*', '?', '[') < 0
        ? path
        : string.Concat(path.Select(character => character is '*' or '?' or '[' ? $"[{character}]" : character.ToString()));
}

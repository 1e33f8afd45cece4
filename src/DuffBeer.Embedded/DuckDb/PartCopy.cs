using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Writes the rows of a SELECT, cast to declared columns, as Parquet files.</summary>
sealed class PartCopy(string sql, IReadOnlyList<SqlValue> parameters, IReadOnlyList<TableColumn> columns, IReadOnlyList<string> partitionBy)
{
    // V1 writes only plain and dictionary pages, which every reader decodes; V2 is smaller by a sixth: docs/parquet.md.
    const string Format = "FORMAT parquet, PARQUET_VERSION V1, COMPRESSION snappy, ROW_GROUP_SIZE 122880";
    const string OnlyPart = "part-0.parquet";

    /// <summary>Writes one file, or one per partition in folders <c>column=value</c>; returns the number of rows.</summary>
    /// <remarks>Beyond 256 partitions some get several files.</remarks>
    public long WriteTo(string folder, DuckDbConnection connection)
    {
        CheckColumns(connection);
        var file = Path.Combine(folder, OnlyPart);
        var rows = Copy(connection, partitionBy.Count > 0 ? folder : file, Options(partitionBy));
        return rows > 0 || partitionBy.Count == 0 ? rows : Copy(connection, file, Options([]));
    }

    /// <summary>The options in the parentheses of COPY.</summary>
    string Options(IReadOnlyList<string> by) => by.Count == 0
        ? $"{Format}, {Ids}"
        : $"{Format}, {Ids}, PARTITION_BY ({string.Join(", ", by.Select(SqlWriter.Name))}), "
            + $"WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN 'part-{{i}}'";

    /// <summary>Every column's number in files: <see cref="FieldId"/>.</summary>
    string Ids => string.Create(
        CultureInfo.InvariantCulture,
        $"FIELD_IDS {{{string.Join(", ", columns.Select(column => $"{SqlWriter.Name(column.Name)}: {column.FieldId}"))}}}");

    void CheckColumns(DuckDbConnection connection)
    {
        using var prepared = connection.Prepare(sql);
        var given = prepared.ColumnNames;
        string[] wanted = [.. columns.Select(column => column.Name)];
        var missing = wanted.Except(given, StringComparer.OrdinalIgnoreCase).ToArray();
        var extra = given.Except(wanted, StringComparer.OrdinalIgnoreCase).ToArray();
        if (missing.Length > 0)
            throw Mismatch("lacks", missing, given);
        if (extra.Length > 0 || given.Count != wanted.Length)
            throw Mismatch("has undeclared columns", extra, given);
    }

    static TerminalException Mismatch(string does, string[] named, IReadOnlyList<string> given) => new(ProblemCode.ModelFailed,
        $"The SELECT {does} {string.Join(", ", named)}. "
            + $"Its columns are {string.Join(", ", given)}. Change the SELECT or the header's columns so that they match.");

    long Copy(DuckDbConnection connection, string to, string options)
    {
        var casts = string.Join(
            ", ", columns.Select(column => $"{SqlWriter.Cast(SqlWriter.Name(column.Name), column.Type)} AS {SqlWriter.Name(column.Name)}"));
        using var prepared = connection.Prepare($"COPY (SELECT {casts} FROM ({sql})) TO {SqlWriter.Quote(to)} ({options})");
        prepared.Bind(parameters);
        using var result = prepared.Execute();
        var (_, rows) = result.Read(CancellationToken.None);
        return Convert.ToInt64(rows[0][0], CultureInfo.InvariantCulture);
    }
}

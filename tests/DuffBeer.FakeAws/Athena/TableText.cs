using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Glue;
using DuffBeer.FakeAws.S3;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.FakeAws.Athena;

/// <summary>Replaces each <c>"database"."table"</c> of a statement by a SELECT over relations that list the table's objects.</summary>
sealed class TableText(GlueState glue, Buckets buckets)
{
    readonly Dictionary<string, Relation> _relations = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _resolved = new(StringComparer.Ordinal);
    readonly Dictionary<string, HashSet<string>> _chosen = new(StringComparer.Ordinal);
    bool _withPaths;

    public IReadOnlyList<Relation> Relations => [.. _relations.Values];

    /// <summary>Bytes of the objects that the statement reads.</summary>
    public long Bytes { get; private set; }

    public string Resolve(string sql)
    {
        var pieces = SqlPieces.Cut(sql);
        _withPaths |= pieces.Any(piece => piece is { Kind: SqlPieces.Kind.Name, Unquoted: "$path" });
        Choose(pieces);
        var resolved = new StringBuilder();
        for (var at = 0; at < pieces.Count; at++)
        {
            if (at + 2 < pieces.Count
                && pieces[at].Kind == SqlPieces.Kind.Name
                && pieces[at + 1].Text == "."
                && pieces[at + 2].Kind == SqlPieces.Kind.Name
                && glue.Databases.Contains(pieces[at].Unquoted))
            {
                resolved.Append(Select(pieces[at].Unquoted, pieces[at + 2].Unquoted));
                at += 2;
            }
            else
            {
                // DuckDB has different functions to cut bytes and text.
                resolved.Append(
                    pieces[at].Kind == SqlPieces.Kind.Code
                        ? pieces[at].Text.Replace("SUBSTR(MD5(", "ARRAY_SLICE(MD5(", StringComparison.Ordinal)
                        : pieces[at].Text);
            }
        }

        return resolved.ToString();
    }

    // "list" = 'value': all that the product's statements prune by.
    void Choose(List<SqlPieces.Piece> pieces)
    {
        for (var at = 0; at + 2 < pieces.Count; at++)
        {
            if (pieces[at] is { Kind: SqlPieces.Kind.Name, Unquoted: "list" }
                && pieces[at + 1].Text.Trim() == "="
                && pieces[at + 2].Kind == SqlPieces.Kind.Text)
                (_chosen.TryGetValue("list", out var values) ? values : _chosen["list"] = []).Add(pieces[at + 2].Unquoted);
        }
    }

    string Select(string database, string table)
    {
        var name = $"{database}.{table}";
        if (!_resolved.TryGetValue(name, out var text))
            _resolved[name] = text = $"({Read(name, glue.Find(database, table)
                ?? throw new TerminalException(
                    ProblemCode.ModelFailed, $"TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.{name}' does not exist"))})";
        return text;
    }

    string Read(string name, GlueTable table)
    {
        if (table.Input["ViewOriginalText"]?.GetValue<string>() is { } view)
        {
            var json = Encoding.UTF8.GetString(Convert.FromBase64String(view["/* Presto View: ".Length..^" */".Length]));
            return Resolve(JsonNode.Parse(json)!["originalSql"]!.GetValue<string>());
        }

        var columns = Columns(table.Input["StorageDescriptor"]!["Columns"]);
        var keys = Columns(table.Input["PartitionKeys"]);
        var folders = keys.Count == 0
            ? [(table.Input, [])]
            : table.Partitions.Values
                .Select(partition => (partition, partition["Values"]!.AsArray().Select(value => value!.GetValue<string>()).ToArray()))
                .Where(partition => !IsPruned(keys, partition.Item2))
                .ToList();
        var selects = folders.SelectMany(folder => Read(name, columns, keys, Objects(folder.Item1), folder.Item2)).ToList();
        if (selects.Count == 0)
        {
            var nulls = columns.Concat(keys)
                .Append(new("$path", LogicalType.String))
                .Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {SqlWriter.Name(column.Name)}");
            selects.Add($"SELECT {string.Join(", ", nulls)} WHERE false");
        }

        return string.Join(" UNION ALL ", selects);
    }

    /// <summary>Whether the statement names other values of a key and not this one, so that Athena does not read the partition.</summary>
    bool IsPruned(IReadOnlyList<TableColumn> keys, string[] values) => keys.Zip(values).Any(pair =>
        _chosen.TryGetValue(pair.First.Name, out var chosen) && !chosen.Contains(pair.Second));

    /// <summary>The objects of a table or partition: those of its folder, or those that a list in the folder names.</summary>
    List<(string Bucket, string Key, long Size)> Objects(JsonNode described)
    {
        if (IcebergFiles.IsIceberg(described))
            return IcebergFiles.Of(described, buckets);
        var (bucket, prefix) = Location(described);
        var found = buckets[bucket].List(prefix).Where(stat => stat.Size > 0).Select(stat => (bucket, stat.Key, stat.Size));
        if (described["StorageDescriptor"]!["InputFormat"]?.GetValue<string>() != "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat")
            return [.. found];
        return
        [
            .. found.SelectMany(list => File.ReadLines(buckets[bucket].PathOf(list.Key))).Select(line =>
            {
                var slash = line.IndexOf('/', "s3://".Length);
                var (of, key) = (line["s3://".Length..slash], line[(slash + 1)..]);
                return buckets[of].Find(key) is { } stat
                    ? (of, key, stat.Size)
                    : throw new TerminalException(ProblemCode.ModelFailed, $"HIVE_CANNOT_OPEN_SPLIT: {line} does not exist");
            }),
        ];
    }

    IEnumerable<string> Read(
        string name,
        IReadOnlyList<TableColumn> columns,
        IReadOnlyList<TableColumn> keys,
        List<(string Bucket, string Key, long Size)> objects,
        string[] values)
    {
        Bytes += objects.Sum(found => found.Size);
        foreach (var group in _withPaths ? objects.Select(found => new[] { found }) : objects.Count == 0 ? [] : [[.. objects]])
        {
            var relation = string.Create(CultureInfo.InvariantCulture, $"{name}#{_relations.Count}");
            _relations.Add(relation, new(relation, columns, [.. group.Select(found => $"{found.Bucket}/{found.Key}")]));
            var partition = keys.Zip(values, (key, value) =>
                $"{SqlWriter.Cast(value == "__HIVE_DEFAULT_PARTITION__" ? "NULL" : SqlWriter.Quote(value), key.Type)} AS "
                    + $"{SqlWriter.Name(key.Name)}");
            var path = _withPaths ? [$"{SqlWriter.Quote($"s3://{group[0].Bucket}/{group[0].Key}")} AS \"$path\""] : Array.Empty<string>();
            yield return $"SELECT {string.Join(", ", partition.Concat(path).Prepend("*"))} FROM {SqlWriter.Name(relation)}";
        }
    }

    public static IReadOnlyList<TableColumn> Columns(JsonNode? columns) =>
        [
            .. (columns?.AsArray() ?? [])
                .Select(column => new TableColumn(column!["Name"]!.GetValue<string>(), TypeOf(column["Type"]!.GetValue<string>()))),
        ];

    public static (string Bucket, string Prefix) Location(JsonNode described) =>
        Parse(described["StorageDescriptor"]!["Location"]!.GetValue<string>());

    public static (string Bucket, string Prefix) Parse(string uri)
    {
        var path = uri["s3://".Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..].TrimEnd('/') + "/");
    }

    public static string HiveType(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => "int",
        TypeKind.Int64 => "bigint",
        TypeKind.Bool => "boolean",
        _ => type.ToString(),
    };

    static LogicalType TypeOf(string hive) => hive switch
    {
        "int" => LogicalType.Int32,
        "bigint" => LogicalType.Int64,
        "boolean" => LogicalType.Bool,
        _ => LogicalType.TryParse(hive, out var type)
            ? type
            : throw new TerminalException(ProblemCode.ModelFailed, $"HIVE_METASTORE_ERROR: unknown type {hive}"),
    };
}

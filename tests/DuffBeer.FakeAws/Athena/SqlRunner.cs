using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuffBeer.FakeAws.Glue;
using DuffBeer.FakeAws.S3;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.FakeAws.Athena;

/// <summary>Executes statements on DuckDB: SELECT, CREATE TABLE AS and INSERT INTO.</summary>
sealed partial class SqlRunner : IDisposable
{
    const int MaxPartitions = 100;

    readonly GlueState _glue;
    readonly Buckets _buckets;
    readonly FolderObjectStore _written;
    readonly DuckDbQueryEngine _engine;

    public SqlRunner(GlueState glue, Buckets buckets, string folder)
    {
        (_glue, _buckets) = (glue, buckets);
        _written = new(Path.Combine(folder, "written"));
        using var words = new StreamReader(typeof(SqlRunner).Assembly.GetManifestResourceStream("TrinoWords.sql")!);
        _engine = new(_written, PathOf, Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName, words.ReadToEnd());
    }

    public async Task RunAsync(string sql, bool enforcesLocation, QueryRun run)
    {
        if (CreateTable().Match(sql) is { Success: true } create)
        {
            if (enforcesLocation)
                throw User(
                    "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena "
                        + "Workgroup that enforces a centralized output location for all queries. "
                        + "Please remove the 'external_location' property and resubmit the query.");
            await CreateAsync(create, run);
        }
        else if (InsertInto().Match(sql) is { Success: true } insert)
        {
            await InsertAsync(insert, run);
        }
        else
        {
            run.Result = await _engine.QueryAsync(Resolve(sql, run), run.Stop.Token);
        }
    }

    public void Dispose() => _engine.Dispose();

    // A part's path is its bucket and key; DuckDB writes into a separate folder.
    string PathOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return _buckets[key[..slash]].PathOf(key[(slash + 1)..]);
    }

    Statement Resolve(string sql, QueryRun run)
    {
        lock (_glue.Lock)
        {
            var tables = new TableText(_glue, _buckets);
            var resolved = tables.Resolve(sql);
            run.Bytes += tables.Bytes;
            return new(resolved, tables.Relations, []);
        }
    }

    async Task CreateAsync(Match create, QueryRun run)
    {
        var (database, table, properties) = (create.Groups["db"].Value, create.Groups["table"].Value, create.Groups["with"].Value);
        if (Property("format", properties) != "PARQUET")
            throw User("NOT_SUPPORTED: this fake writes Parquet only");
        var location = Property("external_location", properties)
            ?? throw User("INVALID_TABLE_PROPERTY: this fake wants an external_location");
        string[] keys = PartitionedBy().Match(properties) is { Success: true } list
            ? [.. list.Groups[1].Value.Split(',').Select(key => key.Trim().Trim('\''))]
            : [];
        var (bucket, prefix) = TableText.Parse(location);
        if (_buckets[bucket].List(prefix).Count > 0)
            throw User($"HIVE_PATH_ALREADY_EXISTS: Target directory for table '{database}.{table}' already exists: {location}");
        lock (_glue.Lock)
        {
            if (_glue.Find(database, table) is not null)
                throw User($"line 1:1: Destination table 'awsdatacatalog.{database}.{table}' already exists");
        }

        var statement = Resolve(create.Groups["select"].Value, run);
        var columns = await ColumnsAsync(statement, run);
        if (!columns.TakeLast(keys.Length).Select(column => column.Name).SequenceEqual(keys))
            throw User(
                "INVALID_TABLE_PROPERTY: Partition columns must be the last columns in the table "
                    + "and in the same order as the table properties");
        JsonArray Described(IEnumerable<TableColumn> of) =>
            [
                .. of.Select(
                    column => new JsonObject { ["Name"] = column.Name.ToLowerInvariant(), ["Type"] = TableText.HiveType(column.Type) }),
            ];
        var input = new JsonObject
        {
            ["Name"] = table,
            ["TableType"] = "EXTERNAL_TABLE",
            ["StorageDescriptor"] = new JsonObject { ["Columns"] = Described(columns.SkipLast(keys.Length)), ["Location"] = location },
            ["PartitionKeys"] = Described(columns.TakeLast(keys.Length)),
        };
        await WriteAsync(new(database, table, bucket, prefix), statement, columns, keys, run, () => _glue.Create(database, table, input));
    }

    async Task InsertAsync(Match insert, QueryRun run)
    {
        var (database, table) = (insert.Groups["db"].Value, insert.Groups["table"].Value);
        string[] keys;
        (string Bucket, string Prefix) location;
        lock (_glue.Lock)
        {
            var into = _glue.Table(database, table);
            keys = [.. TableText.Columns(into.Input["PartitionKeys"]).Select(key => key.Name)];
            location = TableText.Location(into.Input);
        }

        var statement = Resolve(insert.Groups["select"].Value, run);
        await WriteAsync(
            new(database, table, location.Bucket, location.Prefix), statement, await ColumnsAsync(statement, run), keys, run, () => { });
    }

    sealed record Target(string Database, string Table, string Bucket, string Prefix);

    async Task WriteAsync(Target to, Statement statement, IReadOnlyList<TableColumn> columns, string[] keys, QueryRun run, Action declare)
    {
        var built = await _engine.MaterializeAsync(statement, columns, run.Id, keys, run.Stop.Token);
        var folders = built.Parts.Select(part => FolderOf(part, run)).Distinct().ToList();
        if (keys.Length > 0 && folders.Count > MaxPartitions)
            throw User("HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets.");
        // Athena writes no object if there are no rows.
        foreach (var part in built.Rows == 0 ? [] : built.Parts)
        {
            await using var content = File.OpenRead(_written.PathOf(part));
            await _buckets[to.Bucket].PutAsync($"{to.Prefix}{FolderOf(part, run)}{run.Id}_{Guid.NewGuid():N}", content, run.Stop.Token);
        }

        foreach (var part in built.Parts)
            await _written.DeleteAsync(part, default);
        run.UpdateCount = built.Rows;
        lock (_glue.Lock)
        {
            declare();
            if (keys.Length > 0)
                Register(to, folders);
        }
    }

    /// <summary>The folders of the part's partition, each with its slash; empty if there are none.</summary>
    static string FolderOf(string part, QueryRun run) => part[(run.Id.Length + 1)..(part.LastIndexOf('/') + 1)];

    void Register(Target to, IEnumerable<string> folders)
    {
        var table = _glue.Table(to.Database, to.Table);
        foreach (var folder in folders)
        {
            var values = new JsonArray(
                [
                    .. folder.TrimEnd('/')
                    .Split('/')
                    .Select(level => (JsonNode)Uri.UnescapeDataString(level[(level.IndexOf('=', StringComparison.Ordinal) + 1)..])),
                ]);
            table.Partitions[GlueTable.KeyOf(values)] = new()
            {
                ["Values"] = values,
                ["StorageDescriptor"] = new JsonObject { ["Location"] = $"s3://{to.Bucket}/{to.Prefix}{folder}" },
            };
        }
    }

    async Task<IReadOnlyList<TableColumn>> ColumnsAsync(Statement statement, QueryRun run)
    {
        var columns = (await _engine.QueryAsync(
            statement with { Sql = $"SELECT * FROM ({statement.Sql}\n) LIMIT 0" }, run.Stop.Token)).Columns;
        return columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(name => name.Count() > 1) is { } twice
            ? throw User($"DUPLICATE_COLUMN_NAME: line 1:1: Column name '{twice.Key}' specified more than once")
            : columns;
    }

    static string? Property(string name, string properties) =>
        Regex.Match(properties, $@"\b{name}\s*=\s*'([^']*)'") is { Success: true } match ? match.Groups[1].Value : null;

    static TerminalException User(string message) => new(ProblemCode.ModelFailed, message);

    [GeneratedRegex(
        """\A\s*CREATE TABLE "(?<db>[^"]+)"\."(?<table>[^"]+)" WITH \((?<with>(?:[^()']|'[^']*')*)\) AS (?<select>.*)\z""",
        RegexOptions.Singleline)]
    private static partial Regex CreateTable();

    [GeneratedRegex("""\A\s*INSERT INTO "(?<db>[^"]+)"\."(?<table>[^"]+)" (?<select>.*)\z""", RegexOptions.Singleline)]
    private static partial Regex InsertInto();

    [GeneratedRegex(@"partitioned_by\s*=\s*ARRAY\[([^\]]*)\]")]
    private static partial Regex PartitionedBy();
}

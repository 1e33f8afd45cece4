using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Keeps small models that are queried repeatedly as tables of a separate database.</summary>
/// <remarks>
/// Opening and planning their Parquet files takes longer than reading them. A table is identified by its parts' keys, sizes and times, so
/// it is never out of date. The first query still reads the parts: a table does not pay for a single query.
/// </remarks>
sealed class RelationTables : IDisposable
{
    const int MostParts = 8;
    const long MostPartBytes = 1 << 20;
    const int MostRemembered = 10_000;

    // A query over few rows runs on its own thread: waking others would cost more than it saves.
    // A column takes at least one block, so blocks are small.
    // Optimisations for many rows slow down queries over few.
    static readonly Dictionary<string, string> s_settings = new()
    {
        ["threads"] = "1",
        ["default_block_size"] = "16384",
        ["disabled_optimizers"] = "late_materialization,compressed_materialization",
    };

    readonly Lazy<DuckDbDatabase> _database;
    readonly Lazy<SessionPool> _sessions;
    readonly Func<string, string> _pathOf;
    readonly Func<Relation, string> _select;
    readonly long _mostBytes;
    readonly Lock _lock = new();
    readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    readonly HashSet<string> _askedOnce = new(StringComparer.Ordinal);
    readonly HashSet<string> _unfit = new(StringComparer.Ordinal);
    int _made;

    /// <param name="mostBytes">Limit for all tables together; the least recently used are dropped first.</param>
    public RelationTables(string tempFolder, string macros, Func<string, string> pathOf, Func<Relation, string> select, long mostBytes)
    {
        _database = new(() => Open(tempFolder, macros));
        _sessions = new(() => new(_database.Value, mostIdle: 2 * Environment.ProcessorCount));
        (_pathOf, _select, _mostBytes) = (pathOf, select, mostBytes);
    }

    /// <summary>A session that can read the tables.</summary>
    public SessionPool.Rented Rent() => _sessions.Value.Rent();

    /// <summary>Keeps the tables of a statement until disposed; null if some relation that it reads has no table.</summary>
    public Lease? TryLease(Statement statement)
    {
        if (statement.Relations.Count == 0
            || !statement.Relations.All(relation => relation.Runs is null && relation.Parts.Count is > 0 and <= MostParts))
            return null;
        var lease = new Lease(this);
        var isComplete = false;
        try
        {
            // Look up each one, so that a later query finds all of them.
            isComplete = statement.Relations.Count(relation => lease.TryAdd(relation, Find(relation))) == statement.Relations.Count;
            return isComplete ? lease : null;
        }
        finally
        {
            if (!isComplete)
                lease.Dispose();
        }
    }

    public void Dispose()
    {
        if (_sessions.IsValueCreated)
            _sessions.Value.Dispose();
        if (_database.IsValueCreated)
            _database.Value.Dispose();
    }

    Table? Find(Relation relation)
    {
        if (KeyOf(relation) is not { } key)
            return null;
        lock (_lock)
        {
            if (!_tables.TryGetValue(key, out var table))
            {
                if (_askedOnce.Count >= MostRemembered)
                {
                    _askedOnce.Clear();
                    _unfit.Clear();
                }

                if (_askedOnce.Add(key) || _unfit.Contains(key))
                    return null;
                table = TryMake(key, relation);
                if (table is null)
                    return null;
            }

            table.Users++;
            table.LastUsed = Environment.TickCount64;
            return table;
        }
    }

    // Null if a part is missing, or if the parts are too large together.
    string? KeyOf(Relation relation) =>
        RelationIdentity.OfParts(relation, _pathOf) is var (parts, bytes) && bytes <= MostPartBytes
            ? parts + RelationIdentity.OfColumns(relation.Columns)
            : null;

    /// <summary>Null if the table cannot be made, for example because of a value that does not fit.</summary>
    /// <remarks>Queries that do not read that value are answered from the parts.</remarks>
    Table? TryMake(string key, Relation relation)
    {
        try
        {
            return Make(key, relation);
        }
        catch (RunException)
        {
            _unfit.Add(key);
            return null;
        }
    }

    // Under the lock: others wait some milliseconds rather than make the same table.
    Table Make(string key, Relation relation)
    {
        using var connection = _database.Value.Connect();
        var table = new Table(key, string.Create(CultureInfo.InvariantCulture, $"model_{_made++}"));
        var unused = new Queue<Table>(_tables.Values.Where(other => other.Users == 0).OrderBy(other => other.LastUsed));
        connection.Run($"CREATE TABLE {SqlWriter.Name(table.Name)} AS {_select(relation)}");
        _tables.Add(key, table);
        try
        {
            while (BytesOf(connection) > _mostBytes && unused.TryDequeue(out var old))
            {
                _tables.Remove(old.Key);
                connection.Run($"DROP TABLE {SqlWriter.Name(old.Name)}");
            }
        }
        finally
        {
            _sessions.Value.Forget();
        }

        return table;
    }

    static DuckDbDatabase Open(string tempFolder, string macros)
    {
        var database = new DuckDbDatabase(tempFolder, macros, s_settings);
        using var connection = database.Connect();
        SessionValues.Register(connection);
        return database;
    }

    static long BytesOf(DuckDbConnection connection)
    {
        using var prepared = connection.Prepare(
            "SELECT CAST(memory_usage_bytes AS BIGINT) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'");
        using var result = prepared.Execute();
        return (long)result.Read(CancellationToken.None).Rows[0][0]!;
    }

    void Release(IEnumerable<Table> tables)
    {
        lock (_lock)
        {
            foreach (var table in tables)
                table.Users--;
        }
    }

    internal sealed class Table(string key, string name)
    {
        public string Key => key;
        public string Name => name;
        public int Users { get; set; }
        public long LastUsed { get; set; }
    }

    internal sealed class Lease(RelationTables tables) : IDisposable
    {
        readonly Dictionary<string, Table> _leased = new(StringComparer.Ordinal);

        /// <summary>The table that holds the relation.</summary>
        public string TableOf(Relation relation) => _leased[relation.Name].Name;

        public bool TryAdd(Relation relation, Table? table) => table is not null && _leased.TryAdd(relation.Name, table);

        public void Dispose() => tables.Release(_leased.Values);
    }
}

using System.Globalization;
using System.Text;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Small models that are asked again and again, as tables in memory: opening and planning their Parquet takes longer than reading it.</summary>
/// <remarks>A table is told by its parts' keys, sizes and times, so that it is never out of date. The first question still goes to the parts: a single one pays for no table.</remarks>
sealed class RelationTables(Func<DuckDbConnection> connect, Func<string, string> pathOf, Func<Relation, string> select)
{
    const int MostParts = 8;
    const long MostPartBytes = 1 << 20;

    /// <summary>DuckDB gives every column of a table a block of its own: some megabytes a table, however few its rows.</summary>
    const int MostTables = 16;
    const int MostRemembered = 10_000;

    readonly Lock _lock = new();
    readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    readonly HashSet<string> _askedOnce = new(StringComparer.Ordinal);
    int _made;

    /// <summary>Keeps the tables of a statement until it is disposed.</summary>
    public Lease LeaseFor(Statement statement)
    {
        var leased = new Dictionary<string, Table>(StringComparer.Ordinal);
        foreach (var relation in statement.Relations)
        {
            if (relation.Runs is null && relation.Parts.Count is > 0 and <= MostParts && Find(relation) is { } table)
                leased[relation.Name] = table;
        }

        return new(this, leased);
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
                    _askedOnce.Clear();
                if (_askedOnce.Add(key))
                    return null;
                table = Make(key, relation);
            }

            table.Users++;
            table.LastUsed = Environment.TickCount64;
            return table;
        }
    }

    // Null where a part is not there, the statement itself says so then, or where they are too large together.
    string? KeyOf(Relation relation)
    {
        var (key, bytes) = (new StringBuilder(), 0L);
        foreach (var part in relation.Parts)
        {
            var file = new FileInfo(pathOf(part));
            if (!file.Exists || (bytes += file.Length) > MostPartBytes)
                return null;
            key.Append(CultureInfo.InvariantCulture, $"{part} {file.Length} {file.LastWriteTimeUtc.Ticks}|");
        }

        foreach (var column in relation.Columns)
            key.Append(CultureInfo.InvariantCulture, $"{column.Name} {column.Type}|");
        return key.ToString();
    }

    // Under the lock: others wait some milliseconds rather than make it too.
    Table Make(string key, Relation relation)
    {
        using var connection = connect();
        foreach (var old in _tables.Values.Where(other => other.Users == 0).OrderBy(other => other.LastUsed).Take(_tables.Count - MostTables + 1).ToList())
        {
            connection.Run($"DROP TABLE {SqlWriter.Name(old.Name)}");
            _tables.Remove(old.Key);
        }

        var table = new Table(key, string.Create(CultureInfo.InvariantCulture, $"model_{_made++}"));
        connection.Run($"CREATE TABLE {SqlWriter.Name(table.Name)} AS {select(relation)}");
        _tables.Add(key, table);
        return table;
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

    internal sealed class Lease(RelationTables tables, Dictionary<string, Table> leased) : IDisposable
    {
        /// <summary>The table that holds the relation; null where it is read from its parts.</summary>
        public string? TableOf(Relation relation) => leased.GetValueOrDefault(relation.Name)?.Name;

        public void Dispose() => tables.Release(leased.Values);
    }
}

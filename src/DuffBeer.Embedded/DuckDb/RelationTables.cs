using System.Globalization;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Small models that are asked again and again, as tables in memory: opening and planning their Parquet takes longer than reading it.</summary>
/// <remarks>Parts never change under their keys, so a table is never out of date. The first question still goes to the parts: a single one pays for no table.</remarks>
sealed class RelationTables(Func<DuckDbConnection> connect, Func<string, string> pathOf, Func<Relation, string> select)
{
    const int MostParts = 8;
    const long MostPartBytes = 4 << 20;
    const long MostBytes = 64 << 20;
    const int MostRemembered = 10_000;

    readonly Lock _lock = new();
    readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    readonly HashSet<string> _askedOnce = new(StringComparer.Ordinal);
    long _bytes;
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
        var key = $"{string.Join('|', relation.Parts)}|{string.Join('|', relation.Columns.Select(column => $"{column.Name} {column.Type}"))}";
        lock (_lock)
        {
            if (!_tables.TryGetValue(key, out var table))
            {
                if (_askedOnce.Count >= MostRemembered)
                    _askedOnce.Clear();
                if (_askedOnce.Add(key) || BytesOf(relation) is not { } bytes || bytes > MostPartBytes)
                    return null;
                table = Make(key, relation, bytes);
            }

            table.Users++;
            table.LastUsed = Environment.TickCount64;
            return table;
        }
    }

    // Under the lock: others wait some milliseconds rather than make it too.
    Table Make(string key, Relation relation, long bytes)
    {
        var table = new Table(key, string.Create(CultureInfo.InvariantCulture, $"model_{_made++}"), bytes);
        using var connection = connect();
        connection.Run($"CREATE TABLE {SqlText.Name(table.Name)} AS {select(relation)}");
        _tables.Add(key, table);
        _bytes += bytes;
        foreach (var old in _tables.Values.Where(other => other.Users == 0).OrderBy(other => other.LastUsed).ToList())
        {
            if (_bytes <= MostBytes)
                break;
            if (old == table)
                continue;
            connection.Run($"DROP TABLE {SqlText.Name(old.Name)}");
            _tables.Remove(old.Key);
            _bytes -= old.Bytes;
        }

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

    // Null where a part is not there: the statement itself says so.
    long? BytesOf(Relation relation)
    {
        var files = relation.Parts.Select(part => new FileInfo(pathOf(part))).ToList();
        return files.All(file => file.Exists) ? files.Sum(file => file.Length) : null;
    }

    internal sealed class Table(string key, string name, long bytes)
    {
        public string Key => key;
        public string Name => name;
        public long Bytes => bytes;
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

using System.Text.Json.Nodes;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.Glue;

/// <summary>A table's input, versions and partitions by their values.</summary>
public sealed class GlueTable(JsonObject input)
{
    public JsonObject Input { get; private set; } = input;
    public int Version { get; private set; }

    /// <summary>Earlier versions that updates archived; they count towards the account's limit.</summary>
    public SortedDictionary<int, JsonObject> Archived { get; } = [];
    public SortedDictionary<string, JsonObject> Partitions { get; } = new(StringComparer.Ordinal);

    public void Update(JsonObject input, bool skipArchive)
    {
        if (!skipArchive)
            Archived[Version] = Input;
        (Input, Version) = (input, Version + 1);
    }

    public static string KeyOf(JsonNode values) => string.Join('\u001f', values.AsArray().Select(value => value!.GetValue<string>()));
}

/// <summary>Databases and their tables; names are lower case, as in Glue. Callers hold <see cref="Lock"/>.</summary>
public sealed class GlueState
{
    readonly Dictionary<string, SortedDictionary<string, GlueTable>> _databases = new(StringComparer.Ordinal);

    public Lock Lock { get; } = new();

    public IEnumerable<string> Databases => _databases.Keys;

    public SortedDictionary<string, GlueTable> Database(string name) => _databases.GetValueOrDefault(name.ToLowerInvariant())
        ?? throw new WireException(400, "EntityNotFoundException", $"Database {name} not found.");

    public void Create(string database)
    {
        if (!_databases.TryAdd(database.ToLowerInvariant(), new(StringComparer.Ordinal)))
            throw new WireException(400, "AlreadyExistsException", "Database already exists.");
    }

    public GlueTable? Find(string database, string table) => Database(database).GetValueOrDefault(table.ToLowerInvariant());

    public GlueTable Table(string database, string table) => Find(database, table)
        ?? throw new WireException(400, "EntityNotFoundException", $"Entity Not Found. Table {table} not found.");

    public void Create(string database, string table, JsonObject input)
    {
        if (!Database(database).TryAdd(table.ToLowerInvariant(), new(input)))
            throw new WireException(400, "AlreadyExistsException", "Table already exists.");
    }
}

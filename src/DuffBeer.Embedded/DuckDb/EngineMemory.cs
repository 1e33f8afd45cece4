using DuffBeer.Embedded.DuckDb.Coded;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>All that an engine keeps between statements: databases, tables of small models, files of datasets and of codes.</summary>
/// <remarks>Everything is deleted when the engine and the last statement have left.</remarks>
sealed class EngineMemory
{
    /// <summary>Limit for all small models in memory together.</summary>
    const long MostTableBytes = 64 << 20;

    /// <summary>Limit for all files of codes of large models together.</summary>
    const long MostCodeBytes = 1L << 30;

    readonly Lazy<DuckDbDatabase> _database;
    readonly Lazy<CodedRelations> _coded;

    /// <summary>The engine counts as one.</summary>
    int _users = 1;

    public EngineMemory(string tempFolder, string macros, Func<string, string> pathOf, RelationSql relations)
    {
        _database = new(() => new(tempFolder, macros));
        Tables = new(tempFolder, macros, pathOf, relations.Select, MostTableBytes);
        Datasets = new(tempFolder, relations, pathOf, () => Database.Connect());
        _coded = new(() => new(() => Database.Connect(), pathOf, relations.SelectPlaced, tempFolder, MostCodeBytes));
    }

    public DuckDbDatabase Database => _database.Value;
    public RelationTables Tables { get; }
    public DatasetFiles Datasets { get; }
    public CodedRelations Coded => _coded.Value;

    /// <summary>Keeps it until the use is disposed; null if it is deleted.</summary>
    public Use? TryUse()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return new(this);
            users = seen;
        }

        return null;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        if (_coded.IsValueCreated)
            _coded.Value.Dispose();
        Tables.Dispose();
        Datasets.Dispose();
        if (_database.IsValueCreated)
            _database.Value.Dispose();
    }

    internal sealed class Use(EngineMemory memory) : IDisposable
    {
        public EngineMemory Memory => memory;

        public void Dispose() => memory.Leave();
    }
}

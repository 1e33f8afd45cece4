using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A connection that keeps prepared statements with their plans.</summary>
/// <remarks>
/// Over few rows, planning takes far longer than running. The database must have the functions of <see cref="SessionValues"/>. After a
/// table is created or dropped, DuckDB plans every statement at each execution, so a session suits only the tables that it started with.
/// </remarks>
sealed class DuckDbSession(DuckDbConnection connection) : IDisposable
{
    const int MostStatements = 32;

    readonly SessionValues _values = new();
    readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);
    long _uses;

    public DuckDbConnection Connection => connection;

    public QueryResult Query(string sql, IReadOnlyList<SqlValue> parameters, CancellationToken cancellationToken) =>
        Prepare(sql, parameters).Query([], cancellationToken);

    /// <summary>The kept statement with these values, which apply until the next call.</summary>
    public DuckDbStatement Prepare(string sql, IReadOnlyList<SqlValue> parameters)
    {
        var prepared = Find(sql, [.. parameters.Select(parameter => parameter.Type)]);
        _values.Set(parameters);
        return prepared;
    }

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values)
            prepared.Statement.Dispose();
        connection.Dispose();
        _values.Dispose();
    }

    DuckDbStatement Find(string sql, LogicalType[] types)
    {
        if (_prepared.TryGetValue(sql, out var known))
        {
            if (known.Types.AsSpan().SequenceEqual(types))
            {
                known.LastUsed = ++_uses;
                return known.Statement;
            }

            Drop(sql);
        }

        if (_prepared.Count == MostStatements)
            Drop(_prepared.MinBy(kept => kept.Value.LastUsed).Key);
        var statement = connection.Prepare(_values.Render(sql, types));
        _prepared.Add(sql, new(statement, types) { LastUsed = ++_uses });
        return statement;
    }

    void Drop(string sql)
    {
        _prepared.Remove(sql, out var old);
        old!.Statement.Dispose();
    }

    sealed class Prepared(DuckDbStatement statement, LogicalType[] types)
    {
        public DuckDbStatement Statement => statement;
        public LogicalType[] Types => types;
        public long LastUsed { get; set; }
    }
}

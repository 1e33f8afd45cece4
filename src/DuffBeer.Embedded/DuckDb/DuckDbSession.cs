using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A connection that keeps what it has prepared: over few rows, planning a statement takes far longer than running it.</summary>
sealed class DuckDbSession(DuckDbConnection connection) : IDisposable
{
    const int MostStatements = 32;

    readonly Dictionary<string, (DuckDbStatement Statement, long LastUsed)> _prepared = new(StringComparer.Ordinal);
    long _uses;

    public DuckDbConnection Connection => connection;

    public QueryResult Query(string sql, IReadOnlyList<SqlValue> parameters, CancellationToken cancellationToken) =>
        Prepared(sql).Query(parameters, cancellationToken);

    public void Dispose()
    {
        foreach (var (statement, _) in _prepared.Values)
            statement.Dispose();
        connection.Dispose();
    }

    DuckDbStatement Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out var known))
        {
            _prepared[sql] = (known.Statement, ++_uses);
            return known.Statement;
        }

        if (_prepared.Count == MostStatements)
        {
            _prepared.Remove(_prepared.MinBy(kept => kept.Value.LastUsed).Key, out var oldest);
            oldest.Statement.Dispose();
        }

        var statement = connection.Prepare(sql);
        _prepared.Add(sql, (statement, ++_uses));
        return statement;
    }
}

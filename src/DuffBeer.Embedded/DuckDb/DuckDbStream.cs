using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>One execution of a SELECT that computes rows as they are read.</summary>
sealed class DuckDbStream : IDisposable
{
    /// <summary>Rows per batch: several DuckDB chunks, so that the hand-over costs little per row.</summary>
    const int BatchRows = 8_192;

    readonly Func<DuckDbStatement> _prepare;
    readonly bool _ownsStatement;
    DuckDbStatement? _statement;
    DuckDbResult? _result;

    public DuckDbStream(DuckDbConnection connection, string sql, IReadOnlyList<SqlValue> parameters)
    {
        _ownsStatement = true;
        _prepare = () =>
        {
            _statement = connection.Prepare(sql);
            _statement.Bind(parameters);
            return _statement;
        };
    }

    /// <summary>Uses a statement that the session keeps; do not use the session for anything else until the stream ends.</summary>
    public DuckDbStream(DuckDbSession session, string sql, IReadOnlyList<SqlValue> parameters) =>
        _prepare = () => session.Prepare(sql, parameters);

    /// <summary>The next rows; none at the end. The first call plans the statement.</summary>
    public IReadOnlyList<object?[]> ReadNext()
    {
        _result ??= _prepare().ExecuteStreaming();
        return _result.ReadNext(BatchRows);
    }

    public void Dispose()
    {
        _result?.Dispose();
        if (_ownsStatement)
            _statement?.Dispose();
    }
}

using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>One execution of a SELECT, whose rows are computed while they are read.</summary>
sealed class DuckDbStream(DuckDbConnection connection, string sql, IReadOnlyList<SqlValue> parameters) : IDisposable
{
    /// <summary>Rows of a batch: some of DuckDB's chunks, so that the hand-over costs little per row.</summary>
    const int BatchRows = 8_192;

    DuckDbStatement? _statement;
    DuckDbResult? _result;

    /// <summary>The next rows; none at the end. The first call plans the statement.</summary>
    public IReadOnlyList<object?[]> ReadNext()
    {
        if (_result is null)
        {
            _statement = connection.Prepare(sql);
            _statement.Bind(parameters);
            _result = _statement.ExecuteStreaming();
        }

        return _result.ReadNext(BatchRows);
    }

    public void Dispose()
    {
        _result?.Dispose();
        _statement?.Dispose();
    }
}

using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A session of a database. One thread at a time; only <see cref="Interrupt"/> may come from another.</summary>
sealed class DuckDbConnection(nint connection) : IDisposable
{
    nint _connection = connection;

    /// <summary>Runs statements, divided by semicolons, whose results nobody wants.</summary>
    public void Run(string sql)
    {
        var state = Query(_connection, sql, out var result);
        using var owned = new DuckDbResult(result);
        if (state == State.Error)
            throw owned.Failure();
    }

    public DuckDbStatement Prepare(string sql)
    {
        var state = DuckDbNative.Prepare(_connection, sql, out var handle);
        var statement = new DuckDbStatement(handle);
        if (state == State.Success)
            return statement;
        using (statement)
            throw statement.Failure();
    }

    /// <summary>Stops the statement under way, if there is one.</summary>
    public void Interrupt() => DuckDbNative.Interrupt(_connection);

    public void Dispose() => Disconnect(ref _connection);
}

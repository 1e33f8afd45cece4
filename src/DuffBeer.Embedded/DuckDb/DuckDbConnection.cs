using DuffBeer.Core.Failures;
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

    /// <summary>Makes a function of (bigint, integer) known to the whole database; each execution of a statement calls it anew.</summary>
    public unsafe void Register(string name, NativeType type, delegate* unmanaged[Cdecl]<nint, nint, nint, void> body)
    {
        var function = CreateFunction();
        try
        {
            SetFunctionName(function, name);
            WithType(NativeType.BigInt, parameter => AddFunctionParameter(function, parameter));
            WithType(NativeType.Integer, parameter => AddFunctionParameter(function, parameter));
            WithType(type, result => SetFunctionReturnType(function, result));
            SetFunctionVolatile(function);
            SetFunctionBody(function, body);
            if (RegisterFunction(_connection, function) == State.Error)
                throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB does not take the function {name}.");
        }
        finally
        {
            DestroyFunction(ref function);
        }
    }

    /// <summary>Stops the statement under way, if there is one.</summary>
    public void Interrupt() => DuckDbNative.Interrupt(_connection);

    public void Dispose() => Disconnect(ref _connection);

    static void WithType(NativeType type, Action<nint> use)
    {
        var logical = CreateLogicalType(type);
        use(logical);
        DestroyLogicalType(ref logical);
    }
}

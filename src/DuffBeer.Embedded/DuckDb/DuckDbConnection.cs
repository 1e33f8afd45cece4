using DuckDB.NET.Native;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.LogicalType;
using static DuckDB.NET.Native.NativeMethods.PreparedStatements;
using static DuckDB.NET.Native.NativeMethods.Query;
using static DuckDB.NET.Native.NativeMethods.ScalarFunction;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A session of a database, for one thread at a time; only <see cref="Interrupt"/> may be called from another.</summary>
sealed class DuckDbConnection(DuckDBNativeConnection connection) : IDisposable
{
    /// <summary>Runs statements, separated by semicolons, and drops their results.</summary>
    public void Run(string sql)
    {
        var state = DuckDBQuery(connection, sql, out var result);
        using var owned = new DuckDbResult(result);
        if (state == DuckDBState.Error)
            throw owned.Failure();
    }

    public DuckDbStatement Prepare(string sql)
    {
        var state = DuckDBPrepare(connection, sql, out var handle);
        var statement = new DuckDbStatement(handle);
        if (state == DuckDBState.Success)
            return statement;
        using (statement)
            throw statement.Failure();
    }

    /// <summary>Registers a function of (bigint, integer) for the whole database; each execution of a statement calls it again.</summary>
    /// <param name="body">Receives the call, a chunk of arguments and the vector to fill.</param>
    public unsafe void Register(string name, DuckDBType type, delegate* unmanaged[Cdecl]<nint, nint, nint, void> body)
    {
        var function = DuckDBCreateScalarFunction();
        try
        {
            using var bigint = DuckDBCreateLogicalType(DuckDBType.BigInt);
            using var integer = DuckDBCreateLogicalType(DuckDBType.Integer);
            using var result = DuckDBCreateLogicalType(type);
            DuckDBScalarFunctionSetName(function, name);
            DuckDBScalarFunctionAddParameter(function, bigint);
            DuckDBScalarFunctionAddParameter(function, integer);
            DuckDBScalarFunctionSetReturnType(function, result);
            DuckDBScalarFunctionSetVolatile(function);
            DuckDBScalarFunctionSetFunction(function, body);
            if (DuckDBRegisterScalarFunction(connection, function) == DuckDBState.Error)
                throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB rejects the function {name}.");
        }
        finally
        {
            DuckDBDestroyScalarFunction(ref function);
        }
    }

    /// <summary>Stops the running statement, if there is one.</summary>
    public void Interrupt() => connection.Interrupt();

    public void Dispose() => connection.Dispose();
}

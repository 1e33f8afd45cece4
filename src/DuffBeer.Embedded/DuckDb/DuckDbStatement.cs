using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using static DuckDB.NET.Native.NativeMethods.Helpers;
using static DuckDB.NET.Native.NativeMethods.PreparedStatements;
using static DuckDB.NET.Native.NativeMethods.Value;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A prepared statement and its positional parameters.</summary>
sealed class DuckDbStatement(DuckDBPreparedStatement statement) : IDisposable
{
    /// <summary>Names of the result columns.</summary>
    public IReadOnlyList<string> ColumnNames
    {
        get
        {
            var names = new string[DuckDbNative.StatementColumnCount(statement)];
            for (var index = 0; index < names.Length; index++)
            {
                var name = DuckDbNative.StatementColumnName(statement, (ulong)index);
                names[index] = Marshal.PtrToStringUTF8(name) ?? "";
                DuckDBFree(name);
            }

            return names;
        }
    }

    public void Bind(IReadOnlyList<SqlValue> parameters)
    {
        var expected = DuckDBParams(statement);
        if (expected != parameters.Count)
            throw new TerminalException(
                ProblemCode.ModelFailed, $"The statement has {expected} parameters; {parameters.Count} values were given.");
        for (var index = 0; index < parameters.Count; index++)
        {
            if (Bind(index + 1, parameters[index]) == DuckDBState.Error)
                throw Failure();
        }
    }

    public DuckDbResult Execute() => Checked(DuckDBExecutePrepared(statement, out var handle), handle);

    /// <summary>A result that computes rows as they are read.</summary>
    public DuckDbResult ExecuteStreaming() => Checked(DuckDBExecutePreparedStreaming(statement, out var handle), handle);

    static DuckDbResult Checked(DuckDBState state, DuckDBResult handle)
    {
        var result = new DuckDbResult(handle);
        if (state == DuckDBState.Success)
            return result;
        using (result)
            throw result.Failure();
    }

    /// <summary>All rows for these parameter values; can be called repeatedly.</summary>
    public QueryResult Query(IReadOnlyList<SqlValue> parameters, CancellationToken cancellationToken)
    {
        Bind(parameters);
        using var result = Execute();
        var (columns, rows) = result.Read(cancellationToken);
        return new(columns, rows);
    }

    public RunException Failure() => DuckDbFailure.Of(DuckDBPrepareError(statement));

    public void Dispose() => statement.Dispose();

    DuckDBState Bind(long number, SqlValue parameter) => parameter.Value switch
    {
        null => DuckDBBindNull(statement, number),
        bool value => DuckDBBindBoolean(statement, number, value),
        int value => DuckDBBindInt32(statement, number, value),
        long value => DuckDBBindInt64(statement, number, value),
        double value => DuckDBBindDouble(statement, number, value),
        decimal value => BindDecimal(number, value),
        DateOnly value => DuckDBBindDate(statement, number, new() { Days = Epoch.DaysOf(value) }),
        DateTime value => DuckDBBindTimestamp(statement, number, new() { Micros = Epoch.MicrosOf(value) }),
        string value => BindText(number, value),
        var value => throw new TerminalException(
            ProblemCode.BadRequest, $"Parameter {number} is a {value.GetType().Name}, which is not a column type."),
    };

    DuckDBState BindDecimal(long number, decimal value)
    {
        using var native = DuckDBCreateDecimal(WideDecimal.ToNative(value));
        return DuckDBBindValue(statement, number, native);
    }

    unsafe DuckDBState BindText(long number, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* first = utf8)
            return DuckDbNative.BindVarchar(statement, (ulong)number, first, (ulong)utf8.Length);
    }
}

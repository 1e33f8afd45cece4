using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using static DuckDB.NET.Native.NativeMethods.DataChunks;
using static DuckDB.NET.Native.NativeMethods.ScalarFunction;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The parameter values of a session, which its running statement reads.</summary>
/// <remarks>
/// DuckDB plans a statement with parameters at each execution if it reads a table; without parameters it keeps the plan. So a session's
/// statements call functions instead of using parameters. As with parameters, the values are typed and never part of the text.
/// </remarks>
sealed unsafe class SessionValues : IDisposable
{
    static readonly ConcurrentDictionary<long, SessionValues> s_sessions = [];
    static long s_lastSession;

    readonly long _session = Interlocked.Increment(ref s_lastSession);
    Value[] _values = [];

    public SessionValues() => s_sessions[_session] = this;

    /// <param name="Bits">The value, unless it is text.</param>
    readonly record struct Value(bool IsNull, long Bits, byte[]? Utf8);

    /// <summary>Registers the functions for all sessions of the database.</summary>
    public static void Register(DuckDbConnection connection)
    {
        connection.Register(NameOf(TypeKind.Bool), DuckDBType.Boolean, &FillBytes);
        connection.Register(NameOf(TypeKind.Int32), DuckDBType.Integer, &FillInts);
        connection.Register(NameOf(TypeKind.Date), DuckDBType.Date, &FillInts);
        connection.Register(NameOf(TypeKind.Int64), DuckDBType.BigInt, &FillLongs);
        connection.Register(NameOf(TypeKind.Timestamp), DuckDBType.Timestamp, &FillLongs);
        connection.Register(NameOf(TypeKind.Double), DuckDBType.Double, &FillLongs);
        connection.Register(NameOf(TypeKind.String), DuckDBType.Varchar, &FillTexts);
    }

    /// <summary>The statement with a function call of this session instead of each parameter.</summary>
    public string Render(string sql, IReadOnlyList<LogicalType> types)
    {
        var (rendered, number) = (new StringBuilder(sql.Length * 2), 0);
        foreach (var token in SqlTokenizer.Read("", sql, 1, []))
        {
            if (!token.IsSymbol("?"))
                rendered.Append(token.Text);
            else if (number++ < types.Count)
                rendered.Append(Call(number - 1, types[number - 1]));
        }

        return number == types.Count
            ? rendered.ToString()
            : throw new TerminalException(
                ProblemCode.ModelFailed, $"The statement has {number} parameters; {types.Count} values were given.");
    }

    /// <summary>The values that the next execution of a statement reads.</summary>
    public void Set(IReadOnlyList<SqlValue> values) => _values = [.. values.Select(Of)];

    public void Dispose() => s_sessions.TryRemove(_session, out _);

    string Call(int number, LogicalType type)
    {
        var call = string.Create(CultureInfo.InvariantCulture, $"{NameOf(type.Kind)}({_session}, {number})");
        return type.Kind == TypeKind.Decimal ? SqlWriter.Cast(call, type) : call;
    }

    // A decimal function would need its digits in its type, so decimals are passed as text, which is exact.
    static string NameOf(TypeKind kind) => $"value_{(kind == TypeKind.Decimal ? TypeKind.String : kind).ToString().ToLowerInvariant()}";

    static Value Of(SqlValue value) => (value.Type.Kind, value.Value) switch
    {
        (_, null) => new(true, 0, null),
        (TypeKind.Bool, bool truth) => new(false, truth ? 1 : 0, null),
        (TypeKind.Int32 or TypeKind.Int64, int number) => new(false, number, null),
        (TypeKind.Int64, long number) => new(false, number, null),
        (TypeKind.Double, double number) => new(false, BitConverter.DoubleToInt64Bits(number), null),
        (TypeKind.Decimal, IFormattable number) =>
            new(false, 0, Encoding.UTF8.GetBytes(number.ToString(null, CultureInfo.InvariantCulture))),
        (TypeKind.Date, DateOnly date) => new(false, Epoch.DaysOf(date), null),
        (TypeKind.Timestamp, DateTime time) => new(false, Epoch.MicrosOf(time), null),
        (TypeKind.String, string text) => new(false, 0, Encoding.UTF8.GetBytes(text)),
        var (_, other) =>
            throw new TerminalException(ProblemCode.BadRequest, $"A {other.GetType().Name} is not a value of type {value.Type}."),
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FillBytes(nint call, nint arguments, nint vector) => Fill(call, arguments, vector, static value => (byte)value.Bits);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FillInts(nint call, nint arguments, nint vector) => Fill(call, arguments, vector, static value => (int)value.Bits);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FillLongs(nint call, nint arguments, nint vector) => Fill(call, arguments, vector, static value => value.Bits);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void FillTexts(nint call, nint arguments, nint vector) => Fill(call, arguments, vector, value =>
    {
        fixed (byte* utf8 = value.Utf8)
            DuckDBVectorAssignStringElementLength(vector, 0, utf8, value.Utf8?.Length ?? 0);
        return ((UInt128*)DuckDBVectorGetData(vector))[0];
    });

    /// <summary>Fills every row of the vector with the value that the arguments (session and number) name.</summary>
    /// <remarks>Nothing may be thrown into native code.</remarks>
    static void Fill<T>(nint call, nint arguments, nint vector, Func<Value, T> read)
        where T : unmanaged
    {
        using var chunk = new DuckDBDataChunk(arguments);
        var rows = (int)DuckDBDataChunkGetSize(chunk);
        if (rows == 0)
            return;
        var session = *(long*)DuckDBVectorGetData(DuckDBDataChunkGetVector(chunk, 0));
        var number = *(int*)DuckDBVectorGetData(DuckDBDataChunkGetVector(chunk, 1));
        if (!s_sessions.TryGetValue(session, out var known) || (uint)number >= (uint)known._values.Length)
        {
            DuckDBScalarFunctionSetError(call, "Unknown value: only statements of a session have values.");
            return;
        }

        var value = known._values[number];
        if (!value.IsNull)
        {
            new Span<T>(DuckDBVectorGetData(vector), rows).Fill(read(value));
            return;
        }

        DuckDBVectorEnsureValidityWritable(vector);
        new Span<ulong>(DuckDBVectorGetValidity(vector), (rows + 63) / 64).Clear();
    }
}

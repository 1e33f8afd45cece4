using System.Runtime.InteropServices;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The functions of DuckDB's C API (duckdb.h) that this project calls, under their own names.</summary>
static unsafe partial class DuckDbNative
{
    const string Library = "duckdb";

    static readonly Lazy<nint> s_library = new(() => Load(AppContext.BaseDirectory));

    static DuckDbNative() => NativeLibrary.SetDllImportResolver(
        typeof(DuckDbNative).Assembly, static (name, _, _) => name == Library ? s_library.Value : 0);

    /// <summary>Loads the library that the build put beside the assemblies; where it cannot, <c>EngineUnavailable</c>.</summary>
    public static void EnsureLoaded() => _ = s_library.Value;

    internal static nint Load(string folder)
    {
        var file = OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
        try
        {
            return NativeLibrary.Load(Path.Combine(folder, file));
        }
        catch (Exception unloadable) when (unloadable is DllNotFoundException or BadImageFormatException)
        {
            throw new TerminalException(ProblemCode.EngineUnavailable,
                $"DuckDB's library {file} could not be loaded from {folder}: {unloadable.Message} "
                + "Build again with Node.js 20 or later and npm on this machine: the build fetches the library that fits it.", unloadable);
        }
    }

    public enum State { Success, Error }

    /// <summary><c>duckdb_type</c>.</summary>
    public enum NativeType
    {
        Boolean = 1, TinyInt = 2, SmallInt = 3, Integer = 4, BigInt = 5, UTinyInt = 6, USmallInt = 7, UInteger = 8, UBigInt = 9, Float = 10,
        Double = 11, Timestamp = 12, Date = 13, HugeInt = 16, Varchar = 17, Decimal = 19, TimestampS = 20, TimestampMs = 21, TimestampNs = 22,
        TimestampTz = 31, Null = 36,
    }

    /// <summary><c>duckdb_result</c>: five deprecated fields and a pointer.</summary>
    public struct Result
    {
        fixed ulong _fields[6];
    }

    /// <summary><c>duckdb_hugeint</c>.</summary>
    public readonly record struct HugeInt(ulong Lower, long Upper)
    {
        public Int128 Value => new((ulong)Upper, Lower);
        public static HugeInt Of(Int128 value) => new((ulong)value, (long)(value >> 64));
    }

    /// <summary><c>duckdb_decimal</c>.</summary>
    public readonly record struct DecimalValue(byte Width, byte Scale, HugeInt Unscaled);

    [LibraryImport(Library, EntryPoint = "duckdb_create_config")]
    public static partial State CreateConfig(out nint config);

    [LibraryImport(Library, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial State SetConfig(nint config, string name, string option);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_config")]
    public static partial void DestroyConfig(ref nint config);

    [LibraryImport(Library, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial State Open(string path, out nint database, nint config, out nint error);

    [LibraryImport(Library, EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    [LibraryImport(Library, EntryPoint = "duckdb_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Library, EntryPoint = "duckdb_connect")]
    public static partial State Connect(nint database, out nint connection);

    [LibraryImport(Library, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport(Library, EntryPoint = "duckdb_interrupt")]
    public static partial void Interrupt(nint connection);

    [LibraryImport(Library, EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    public static partial State Query(nint connection, string sql, out Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    public static partial State Prepare(nint connection, string sql, out nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare_error")]
    public static partial nint PrepareError(nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void DestroyPrepare(ref nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_nparams")]
    public static partial ulong ParameterCount(nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static partial ulong StatementColumnCount(nint statement);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static partial nint StatementColumnName(nint statement, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_execute_prepared")]
    public static partial State Execute(nint statement, out Result result);

    /// <summary>Computes rows as they are fetched, with a small buffer ahead, instead of all of them now.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static partial State ExecuteStreaming(nint statement, out Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_null")]
    public static partial State BindNull(nint statement, ulong number);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_boolean")]
    public static partial State BindBoolean(nint statement, ulong number, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_int32")]
    public static partial State BindInt32(nint statement, ulong number, int value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_int64")]
    public static partial State BindInt64(nint statement, ulong number, long value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_double")]
    public static partial State BindDouble(nint statement, ulong number, double value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_decimal")]
    public static partial State BindDecimal(nint statement, ulong number, DecimalValue value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_date")]
    public static partial State BindDate(nint statement, ulong number, int days);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_timestamp")]
    public static partial State BindTimestamp(nint statement, ulong number, long micros);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_varchar_length")]
    public static partial State BindVarchar(nint statement, ulong number, byte* utf8, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_result")]
    public static partial void DestroyResult(ref Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_result_error")]
    public static partial nint ResultError(ref Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_count")]
    public static partial ulong ColumnCount(ref Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_column_name")]
    public static partial nint ColumnName(ref Result result, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_column_type")]
    public static partial NativeType ColumnType(ref Result result, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_column_logical_type")]
    public static partial nint ColumnLogicalType(ref Result result, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_internal_type")]
    public static partial NativeType DecimalInternalType(nint type);

    /// <summary>The next chunk; 0 behind the last.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_fetch_chunk")]
    public static partial nint FetchChunk(Result result);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void DestroyChunk(ref nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong ChunkSize(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint ChunkVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static partial void* VectorValues(nint vector);

    /// <summary>A bit a row, set where there is a value; null where every row has one.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* VectorValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static partial void AssignString(nint vector, ulong row, byte* utf8, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(NativeType type);

    [LibraryImport(Library, EntryPoint = "duckdb_create_scalar_function")]
    public static partial nint CreateFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetFunctionName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_add_parameter")]
    public static partial void AddFunctionParameter(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_return_type")]
    public static partial void SetFunctionReturnType(nint function, nint type);

    /// <summary>It is called anew in each execution, not once when the statement is planned.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_volatile")]
    public static partial void SetFunctionVolatile(nint function);

    /// <param name="body">Gets the call, a chunk of arguments, and the vector that it fills.</param>
    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_function")]
    public static partial void SetFunctionBody(nint function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> body);

    [LibraryImport(Library, EntryPoint = "duckdb_register_scalar_function")]
    public static partial State RegisterFunction(nint connection, nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_scalar_function")]
    public static partial void DestroyFunction(ref nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint call, string message);

    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}

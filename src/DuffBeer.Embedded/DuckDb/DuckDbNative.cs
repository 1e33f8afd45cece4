using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Loads DuckDB's library and declares the C API functions that DuckDB.NET.Bindings lacks.</summary>
static unsafe partial class DuckDbNative
{
    const string Library = "duckdb";

    /// <summary>Loads the library; throws <c>EngineUnavailable</c> if this machine has none.</summary>
    public static void EnsureLoaded(string library = Library)
    {
        try
        {
            _ = NativeLibrary.Load(library, typeof(DuckDbNative).Assembly, null);
        }
        catch (Exception unloadable) when (unloadable is DllNotFoundException or BadImageFormatException)
        {
            throw new TerminalException(
                ProblemCode.EngineUnavailable,
                $"DuckDB's library could not be loaded on {RuntimeInformation.RuntimeIdentifier}: {unloadable.Message} "
                + "There is one for Linux with glibc, macOS and Windows, on x64 and arm64. Build the program on the system that runs it.",
                unloadable);
        }
    }

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static partial ulong StatementColumnCount(DuckDBPreparedStatement statement);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static partial nint StatementColumnName(DuckDBPreparedStatement statement, ulong index);

    /// <summary>The package passes text only as a C string, which ends at the first NUL.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_bind_varchar_length")]
    public static partial DuckDBState BindVarchar(DuckDBPreparedStatement statement, ulong number, byte* utf8, ulong length);
}

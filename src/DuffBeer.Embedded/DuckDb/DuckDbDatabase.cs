using System.Globalization;
using System.Reflection;
using DuckDB.NET.Native;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.Configuration;
using static DuckDB.NET.Native.NativeMethods.Startup;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>One in-memory DuckDB: its connections share a memory limit and the macros that provide Trino's functions.</summary>
sealed class DuckDbDatabase : IDisposable
{
    const long MaxMemory = 2L << 30;

    readonly string _spillFolder;
    readonly DuckDBDatabase _database;

    /// <param name="tempFolder">A folder for this database alone, for data that does not fit into memory.</param>
    /// <param name="macros">Statements to run once, after the macros for Trino's functions.</param>
    /// <param name="settings">DuckDB settings by name, in addition to those of every database.</param>
    public DuckDbDatabase(string tempFolder, string macros = "", IReadOnlyDictionary<string, string>? settings = null)
    {
        DuckDbNative.EnsureLoaded();
        NativeMemory.Bound();
        _spillFolder = Path.Combine(Path.GetFullPath(tempFolder), $"duckdb-{Guid.NewGuid():N}");
        var all = new Dictionary<string, string>
        {
            ["memory_limit"] = string.Create(CultureInfo.InvariantCulture, $"{MemoryLimit >> 20}MiB"),
            ["temp_directory"] = _spillFolder,
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
            ["allow_community_extensions"] = "false",
            // The operating system caches files that are read again. DuckDB's own cache of every part would grow to the memory limit.
            ["enable_external_file_cache"] = "false",
            // Otherwise freed memory is returned only when a DuckDB thread is idle, which never happens under steady load.
            ["allocator_background_threads"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        _database = Open(all);
        using var connection = Connect();
        // Timestamps are UTC without a zone; DuckDB defaults to the machine's zone.
        connection.Run("SET GLOBAL TimeZone = 'UTC'");
        // DuckDB keeps one open file per partition; with more partitions than this, some get several files.
        connection.Run("SET GLOBAL partitioned_write_max_open_files = 256");
        connection.Run(TrinoMacros());
        if (macros.Length > 0)
            connection.Run(macros);
        connection.Run("SET lock_configuration = true");
    }

    static long MemoryLimit => Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, MaxMemory);

    public DuckDbConnection Connect()
    {
        if (DuckDBConnect(_database, out var connection) == DuckDBState.Error)
            throw new TerminalException(ProblemCode.EngineUnavailable, "DuckDB could not open a connection.");
        return new(connection);
    }

    public void Dispose()
    {
        _database.Dispose();
        if (Directory.Exists(_spillFolder))
            Directory.Delete(_spillFolder, recursive: true);
    }

    static DuckDBDatabase Open(Dictionary<string, string> options)
    {
        _ = DuckDBCreateConfig(out var config);
        using (config)
        {
            foreach (var (name, value) in options)
            {
                if (DuckDBSetConfig(config, name, value) == DuckDBState.Error)
                    throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB rejects the setting {name} = {value}.");
            }

            return DuckDBOpen(":memory:", out var database, config, out var error) == DuckDBState.Success
                ? database
                : throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB did not start: {error}");
        }
    }

    static string TrinoMacros()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("TrinoMacros.sql")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}

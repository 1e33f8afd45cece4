using System.Globalization;
using System.Reflection;
using DuckDB.NET.Native;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.Configuration;
using static DuckDB.NET.Native.NativeMethods.Startup;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>One DuckDB in memory: the memory limit that its connections share, and the macros of Trino's names.</summary>
sealed class DuckDbDatabase : IDisposable
{
    const long MaxMemory = 2L << 30;

    readonly string _spillFolder;
    readonly DuckDBDatabase _database;

    /// <param name="tempFolder">Gets a folder of this database's own for what does not fit into memory.</param>
    /// <param name="macros">Statements to run once, behind the macros of Trino's names.</param>
    /// <param name="settings">DuckDB's, by name, besides those that every database has.</param>
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
            // The operating system keeps files that are read again; DuckDB's own copies of every part ever read would grow to the
            // memory limit.
            ["enable_external_file_cache"] = "false",
            // Else memory that was freed goes back only when a thread of DuckDB idles, which under steady load it never does.
            ["allocator_background_threads"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        _database = Open(all);
        using var connection = Connect();
        // Timestamps are UTC without a zone; DuckDB's own default is the zone of the machine.
        connection.Run("SET GLOBAL TimeZone = 'UTC'");
        // A partition keeps its one file open while rows come for it; with more partitions than this some get several files.
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
            throw new TerminalException(ProblemCode.EngineUnavailable, "DuckDB opened no connection.");
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

using System.Globalization;
using System.Reflection;
using DuffBeer.Core.Failures;
using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>One DuckDB in memory: the memory limit that its connections share, and the macros of Trino's names.</summary>
sealed class DuckDbDatabase : IDisposable
{
    const long MaxMemory = 2L << 30;

    readonly string _spillFolder;
    nint _database;

    /// <param name="tempFolder">Gets a folder of this database's own for what does not fit into memory.</param>
    /// <param name="macros">Statements to run once, behind the macros of Trino's names.</param>
    /// <param name="settings">DuckDB's, by name, besides those that every database has.</param>
    public DuckDbDatabase(string tempFolder, string macros = "", IReadOnlyDictionary<string, string>? settings = null)
    {
        EnsureLoaded();
        NativeMemory.Bound();
        _spillFolder = Path.Combine(Path.GetFullPath(tempFolder), $"duckdb-{Guid.NewGuid():N}");
        var all = new Dictionary<string, string>
        {
            ["memory_limit"] = string.Create(CultureInfo.InvariantCulture, $"{MemoryLimit >> 20}MiB"),
            ["temp_directory"] = _spillFolder,
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
            ["allow_community_extensions"] = "false",
            // The operating system keeps files that are read again; DuckDB's own copies of every part ever read would grow to the memory limit.
            ["enable_external_file_cache"] = "false",
            // Else memory that was freed goes back only when a thread of DuckDB idles, which under steady load it never does.
            ["allocator_background_threads"] = "true",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        Open(all);
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
        ObjectDisposedException.ThrowIf(_database == 0, this);
        if (DuckDbNative.Connect(_database, out var connection) == State.Error)
            throw new TerminalException(ProblemCode.EngineUnavailable, "DuckDB gave no connection.");
        return new(connection);
    }

    public void Dispose()
    {
        if (_database != 0)
            Close(ref _database);
        if (Directory.Exists(_spillFolder))
            Directory.Delete(_spillFolder, recursive: true);
    }

    void Open(Dictionary<string, string> options)
    {
        _ = CreateConfig(out var config);
        try
        {
            foreach (var (name, value) in options)
            {
                if (SetConfig(config, name, value) == State.Error)
                    throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB does not take the setting {name} = {value}.");
            }

            if (DuckDbNative.Open(":memory:", out _database, config, out var error) == State.Success)
                return;
            var message = Text(error);
            Free(error);
            throw new TerminalException(ProblemCode.EngineUnavailable, $"DuckDB did not start: {message}");
        }
        finally
        {
            DestroyConfig(ref config);
        }
    }

    static string TrinoMacros()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("TrinoMacros.sql")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}

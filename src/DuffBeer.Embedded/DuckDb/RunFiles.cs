using System.Text.Json;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Local files with the runs of relations, one per set of runs, so that no statement names each run.</summary>
/// <param name="folder">A folder of this process; it is created with the first file.</param>
sealed class RunFiles(string folder, Func<DuckDbConnection> connect) : IDisposable
{
    /// <summary>Files that stay although no statement uses them.</summary>
    const int MostUnused = 16;

    readonly string _folder = Path.Combine(Path.GetFullPath(folder), $"runs-{Guid.NewGuid():N}");
    readonly SemaphoreSlim _writing = new(1);
    readonly Lock _lock = new();
    readonly Dictionary<string, RunFile> _files = new(StringComparer.Ordinal);
    long _uses;

    /// <summary>Keeps the files of a statement's relations until disposed.</summary>
    public async Task<Lease> LeaseAsync(Statement statement, CancellationToken cancellationToken)
    {
        var lease = new Lease(this);
        try
        {
            foreach (var runs in statement.Relations.Select(relation => relation.Runs).OfType<RelationRuns>())
                lease.Add(await TakeAsync(runs, cancellationToken));
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        _writing.Dispose();
    }

    async Task<RunFile> TakeAsync(RelationRuns runs, CancellationToken cancellationToken)
    {
        if (Find(runs.Id) is { } known)
            return known;
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return Find(runs.Id) ?? Add(runs.Id, Write(await runs.ReadAsync(cancellationToken)));
        }
        finally
        {
            _writing.Release();
        }
    }

    RunFile? Find(string id)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(id, out var file))
                return null;
            file.Users++;
            file.LastUsed = ++_uses;
            return file;
        }
    }

    RunFile Add(string id, string path)
    {
        lock (_lock)
        {
            foreach (var old in _files.Where(file => file.Value.Users == 0).OrderByDescending(file => file.Value.LastUsed).Skip(MostUnused))
            {
                _files.Remove(old.Key);
                File.Delete(old.Value.Path);
            }

            return _files[id] = new(id, path) { Users = 1, LastUsed = ++_uses };
        }
    }

    string Write(IReadOnlyList<RelationRun> runs)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.parquet");
        var lines = path + ".json";
        try
        {
            using (var stream = File.Create(lines))
                Write(runs, stream);
            using var connection = connect();
            connection.Run(
                "COPY (SELECT _run, make_timestamp(1000 * _source_time) AS _source_time, _source_key, _run_order FROM "
                    + $"read_json({SqlWriter.Quote(lines)}, format = 'newline_delimited', columns = {{_run: 'VARCHAR', "
                    + "_source_time: 'BIGINT', _source_key: 'VARCHAR', _run_order: 'INTEGER'})) "
                    + $"TO {SqlWriter.Quote(path)} (FORMAT parquet)");
        }
        finally
        {
            File.Delete(lines);
        }

        return path;
    }

    static void Write(IReadOnlyList<RelationRun> runs, Stream to)
    {
        using var writer = new Utf8JsonWriter(to);
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("_run", run.RunId);
            writer.WriteNumber("_source_time", run.SourceTime.ToUnixTimeMilliseconds());
            writer.WriteString("_source_key", run.SourceKey);
            writer.WriteNumber("_run_order", run.Order);
            writer.WriteEndObject();
            writer.Flush();
            to.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    void Release(IEnumerable<RunFile> files)
    {
        lock (_lock)
        {
            foreach (var file in files)
                file.Users--;
        }
    }

    internal sealed class RunFile(string id, string path)
    {
        public string Id => id;
        public string Path => path;
        public int Users { get; set; }
        public long LastUsed { get; set; }
    }

    internal sealed class Lease(RunFiles files) : IDisposable
    {
        readonly List<RunFile> _leased = [];

        public string PathOf(RelationRuns runs) => _leased.First(file => file.Id == runs.Id).Path;

        public void Add(RunFile file) => _leased.Add(file);

        public void Dispose() => files.Release(_leased);
    }
}

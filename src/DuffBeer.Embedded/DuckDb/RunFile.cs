using System.Text.Json;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The runs of a relation as a Parquet file, so that no statement names each run.</summary>
static class RunFile
{
    const string Name = "runs.parquet";

    public static string Of(string folder) => Path.Combine(folder, Name);

    /// <summary>Writes the file. DuckDB ranks the runs, so that memory does not follow their number.</summary>
    public static async Task WriteAsync(
        RelationRuns runs, string folder, Func<DuckDbConnection> connect, CancellationToken cancellationToken)
    {
        var lines = Path.Combine(folder, "runs.json");
        await using (var stream = File.Create(lines))
        {
            await foreach (var some in runs.ReadAsync(cancellationToken))
                Write(some, stream);
        }

        using (var connection = connect())
        {
            connection.Run(
                "COPY (SELECT _run, make_timestamp(1000 * _source_time) AS _source_time, _source_key, "
                    + "CAST(row_number() OVER (ORDER BY _ticks, _source_key, _run) - 1 AS INTEGER) AS _run_order FROM "
                    + $"read_json({SqlWriter.Quote(lines)}, format = 'newline_delimited', columns = {{_run: 'VARCHAR', "
                    + "_source_time: 'BIGINT', _ticks: 'BIGINT', _source_key: 'VARCHAR'})) "
                    + $"TO {SqlWriter.Quote(Of(folder))} (FORMAT parquet)");
        }

        File.Delete(lines);
    }

    static void Write(IReadOnlyList<RelationRun> runs, Stream to)
    {
        using var writer = new Utf8JsonWriter(to);
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("_run", run.RunId);
            writer.WriteNumber("_source_time", run.SourceTime.ToUnixTimeMilliseconds());
            writer.WriteNumber("_ticks", run.SourceTime.UtcTicks);
            writer.WriteString("_source_key", run.SourceKey);
            writer.WriteEndObject();
            writer.Flush();
            to.WriteByte((byte)'\n');
            writer.Reset();
        }
    }
}

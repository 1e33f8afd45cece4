using System.Diagnostics;
using System.Diagnostics.Metrics;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs;

/// <summary>The core's traces and metrics, named <c>DuffBeer</c>; a host or OpenTelemetry subscribes to them.</summary>
public static class Telemetry
{
    public const string Name = "DuffBeer";
    public const string BytesName = "duffbeer.bytes_read";
    public const string RowsName = "duffbeer.rows";
    public const string RejectsName = "duffbeer.rejects";

    static readonly ActivitySource s_source = new(Name);
    static readonly Meter s_meter = new(Name);
    static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>(
        BytesName, "By", "Source bytes transformed; redone chunks count again");
    static readonly Counter<long> s_rows = s_meter.CreateCounter<long>(RowsName, "{row}", "Rows read; redone chunks count again");
    static readonly Counter<long> s_rejects = s_meter.CreateCounter<long>(
        RejectsName, "{row}", "Rows rejected, by code; redone chunks count again");

    static readonly Histogram<double> s_requests = s_meter.CreateHistogram<double>(
        "duffbeer.request_seconds", "s", "Time to answer a request, by route and status");

    static readonly UpDownCounter<long> s_queue = s_meter.CreateUpDownCounter<long>(
        "duffbeer.queue_depth", "{run}", "Runs that are queued or under way");

    static readonly Histogram<double> s_chunks = s_meter.CreateHistogram<double>(
        "duffbeer.chunk_seconds", "s", "Time to transform a chunk, including failed tries");
    static readonly Histogram<double> s_models = s_meter.CreateHistogram<double>("duffbeer.model_seconds", "s", "Time to build a model");

    static readonly Counter<long> s_written = s_meter.CreateCounter<long>(
        "duffbeer.bytes_written", "By", "Bytes of objects written to the lake");
    static readonly Counter<long> s_scanned = s_meter.CreateCounter<long>(
        "duffbeer.engine_bytes_scanned", "By", "Bytes scanned by statements of activities");
    static readonly Counter<long> s_asked = s_meter.CreateCounter<long>(
        "duffbeer.service_requests", "{request}", "Requests of activities to stores and catalogs, by kind");

    /// <summary>Records a finished try of an activity, successful or not.</summary>
    internal static void Spent(CostDrivers drivers)
    {
        Add(s_written, drivers.BytesWritten);
        Add(s_scanned, drivers.BytesScanned);
        Add(s_asked, drivers.ReadRequests, "read");
        Add(s_asked, drivers.WriteRequests, "write");
        Add(s_asked, drivers.ListRequests, "list");
        Add(s_asked, drivers.DeleteRequests, "delete");
        Add(s_asked, drivers.CatalogRequests, "catalog");
    }

    static void Add(Counter<long> counter, long count, string? kind = null)
    {
        if (count > 0 && kind is null)
            counter.Add(count);
        else if (count > 0)
            counter.Add(count, new KeyValuePair<string, object?>("kind", kind));
    }

    /// <summary>Adds a queued run (1) or removes an ended one (-1).</summary>
    public static void Queued(int change) => s_queue.Add(change);

    /// <summary>Starts the trace of an API request, within its caller's trace if it names one.</summary>
    public static Activity? Request(string method, string? traceParent)
    {
        // A web server may have an activity of its own that is not collected; as its child, this one would not be collected either.
        Activity.Current = null;
        return s_source.StartActivity(
            method, ActivityKind.Server, ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default);
    }

    /// <param name="route">The route template, never the path: ids would explode the number of metric series.</param>
    public static void Requested(string route, string method, int status, TimeSpan time) => s_requests.Record(
        time.TotalSeconds,
        new KeyValuePair<string, object?>("http.route", route),
        new KeyValuePair<string, object?>("http.request.method", method),
        new KeyValuePair<string, object?>("http.response.status_code", status));

    internal static ChunkSpan Chunk(string run, int attempt, int chunk) =>
        new(s_source.StartActivity("TransformChunk")?.SetTag("run", run).SetTag("attempt", attempt).SetTag("chunk", chunk));

    internal static void Built(string model, double seconds) => s_models.Record(seconds, new KeyValuePair<string, object?>("model", model));

    internal static Activity? Model(string model) => s_source.StartActivity("BuildModel")?.SetTag("model", model);

    internal static void Read(long bytes, long rows)
    {
        s_bytes.Add(bytes);
        s_rows.Add(rows);
    }

    internal static void Rejected(RejectCode code, long rows) =>
        s_rejects.Add(rows, new KeyValuePair<string, object?>("code", code.ToString()));

    /// <summary>One try of a chunk, from construction to disposal.</summary>
    internal sealed class ChunkSpan(Activity? activity) : IDisposable
    {
        readonly long _started = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            s_chunks.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds);
            activity?.Dispose();
        }
    }
}

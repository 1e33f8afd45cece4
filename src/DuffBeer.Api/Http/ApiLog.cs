using Microsoft.Extensions.Logging;

namespace DuffBeer.Api.Http;

/// <summary>What the API logs: ids and counts, never cells, never keys.</summary>
static partial class ApiLog
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed with {Code}, trace {TraceId}")]
    public static partial void Failed(ILogger log, Exception failure, string method, string path, string code, string traceId);

    [LoggerMessage(5002, LogLevel.Warning, "The dependency {Dependency} is not ready")]
    public static partial void NotReady(ILogger log, Exception failure, string dependency);

    [LoggerMessage(5003, LogLevel.Error, "{Count} queued events are left for reconcile")]
    public static partial void EventsLeft(ILogger log, Exception failure, int count);
}

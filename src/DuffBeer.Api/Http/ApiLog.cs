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

    [LoggerMessage(5004, LogLevel.Warning, "{Queue} could not be used; the next try is in {Seconds} s")]
    public static partial void QueueFailed(ILogger log, Exception failure, string queue, double seconds);

    [LoggerMessage(5005, LogLevel.Error, "Message {Message} of {Queue} is left for its dead letters: {Reason}")]
    public static partial void NoEvent(ILogger log, string message, string queue, string reason);

    [LoggerMessage(5006, LogLevel.Warning, "The events of message {Message} of {Queue} could not be recorded; delivery {Deliveries}")]
    public static partial void MessageLeft(ILogger log, Exception failure, string message, string queue, int deliveries);
}

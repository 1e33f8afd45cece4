using Microsoft.Extensions.Logging;

namespace DuffBeer.Local.Serving;

/// <summary>A server's log messages about runs: ids and counts, never cells.</summary>
static partial class ServerLog
{
    static readonly Func<ILogger, string, int, IDisposable?> s_run = LoggerMessage.DefineScope<string, int>("run {Run} attempt {Attempt}");

    /// <summary>Messages belong to this run until disposal.</summary>
    public static IDisposable? Run(ILogger log, string run, int attempt) => s_run(log, run, attempt);

    [LoggerMessage(1001, LogLevel.Information, "Run {Run} of {Dataset}: {Status}, {Accepted} rows accepted, {Rejected} rejected")]
    public static partial void RunEnded(ILogger log, string run, string dataset, string status, long accepted, long rejected);

    [LoggerMessage(1002, LogLevel.Warning, "Run {Run} of {Dataset} failed with {Code}")]
    public static partial void RunFailed(ILogger log, string run, string dataset, string code);

    [LoggerMessage(1003, LogLevel.Error, "Run {Run} stopped; reconcile resumes it")]
    public static partial void RunStopped(ILogger log, Exception failure, string run);

    [LoggerMessage(2001, LogLevel.Information, "Refresh {Refresh}: snapshot {Snapshot}, {Models} models built")]
    public static partial void Refreshed(ILogger log, string refresh, string? snapshot, int models);

    [LoggerMessage(2002, LogLevel.Error, "Refresh {Refresh} failed with {Code}")]
    public static partial void RefreshFailed(ILogger log, string refresh, string code);
}

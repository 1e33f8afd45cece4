using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DuffBeer.Local.Serving;

/// <summary>A minimal Kestrel with limits per caller.</summary>
static class WebHost
{
    /// <summary>How long shutdown waits for running requests.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static WebApplication Create(IPAddress address, int port, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_patience);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 1_000;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        return builder.Build();
    }

    /// <summary>Logs to standard error, and to a collector if there is one.</summary>
    public static (ILoggerFactory Logs, OpenTelemetryExport? Export) Log(Func<string, string?> variable)
    {
        OpenTelemetryExport? export = null;
        var logs = LoggerFactory.Create(logging =>
        {
            logging.AddSimpleConsole(
                console =>
                    (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true));
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
            // A failed start is thrown too, and reported in one sentence.
            logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
            export = OpenTelemetryExport.Begin(variable, logging);
        });
        return (logs, export);
    }
}

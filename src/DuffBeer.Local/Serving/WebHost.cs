using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DuffBeer.Local.Serving;

/// <summary>Kestrel with nothing that is not needed, and with limits on what a caller may take.</summary>
static class WebHost
{
    /// <summary>How long a server that stops waits for answers under way.</summary>
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

    /// <summary>Logs on standard error, and to a collector where there is one.</summary>
    public static (ILoggerFactory Logs, OpenTelemetryExport? Export) Log(Func<string, string?> variable)
    {
        OpenTelemetryExport? export = null;
        var logs = LoggerFactory.Create(logging =>
        {
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true));
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
            // That it cannot start is thrown too, and told in a sentence.
            logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
            export = OpenTelemetryExport.Begin(variable, logging);
        });
        return (logs, export);
    }
}

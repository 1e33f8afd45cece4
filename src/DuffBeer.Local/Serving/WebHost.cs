using System.Net;
using DuffBeer.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace DuffBeer.Local.Serving;

/// <summary>A minimal Kestrel with limits per caller.</summary>
static class WebHost
{
    /// <summary>How long shutdown waits for running requests.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Logs go to standard error, and to a collector where there is one.</summary>
    public static WebApplication Create(IPAddress address, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        Log(builder.Logging);
        ExportTelemetry(builder);
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

    static void ExportTelemetry(WebApplicationBuilder builder)
    {
        if (builder.Services.AddOpenTelemetryExport() is not { } export)
            return;
        // The SDK reads its other variables from the configuration, which an empty builder does not have.
        builder.Configuration.AddEnvironmentVariables();
        var name = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } named ? named : "duffbeer";
        export.ConfigureResource(resource => resource.AddService(name));
    }

    static void Log(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        // A failed start is thrown too, and reported in one sentence.
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
    }
}

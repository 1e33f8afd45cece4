using DuffBeer.Core.Runs;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace DuffBeer.Functions.Hosting;

/// <summary>Sends the worker's traces, metrics and logs to the OTLP collector that the environment names; without one, nothing.</summary>
static class OpenTelemetryExport
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddOpenTelemetryExport(this IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)))
            return;
        services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .WithLogging(null, logs => logs.IncludeScopes = true)
            .UseFunctionsWorkerDefaults()
            .UseOtlpExporter();
    }
}

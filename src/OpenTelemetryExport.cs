using DuffBeer.Core.Runs;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace DuffBeer.Hosting;

/// <summary>Sends traces, metrics and logs to the OTLP collector that the environment names; without one nothing is collected.</summary>
/// <remarks>
/// Compiled into both hosts. The variables are OpenTelemetry's own: OTEL_EXPORTER_OTLP_ENDPOINT switches the export on; the SDK reads
/// OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_EXPORTER_OTLP_HEADERS and the others.
/// </remarks>
static class OpenTelemetryExport
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <returns>What the host may add to; null if the environment names no collector.</returns>
    public static IOpenTelemetryBuilder? AddOpenTelemetryExport(this IServiceCollection services) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint))
            ? null
            : services.AddOpenTelemetry()
                .WithTracing(traces => traces.AddSource(Telemetry.Name))
                .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
                .WithLogging(null, logs => logs.IncludeScopes = true)
                .UseOtlpExporter();
}

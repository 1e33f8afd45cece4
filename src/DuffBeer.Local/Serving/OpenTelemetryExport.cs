using DuffBeer.Core.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace DuffBeer.Local.Serving;

/// <summary>Sends traces, metrics and logs to the OTLP collector that the environment names; without one nothing is collected.</summary>
/// <remarks>
/// The variables are OpenTelemetry's own: OTEL_EXPORTER_OTLP_ENDPOINT switches the export on; the SDK reads OTEL_EXPORTER_OTLP_PROTOCOL,
/// OTEL_EXPORTER_OTLP_HEADERS and the others.
/// </remarks>
static class OpenTelemetryExport
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string ServiceName = "OTEL_SERVICE_NAME";

    public static void AddOpenTelemetryExport(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint)))
            return;

        builder.Configuration.AddEnvironmentVariables();
        var name = Environment.GetEnvironmentVariable(ServiceName) is { Length: > 0 } named ? named : "duffbeer";
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name))
            .WithTracing(traces => traces.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name))
            .WithLogging(null, logs => logs.IncludeScopes = true)
            .UseOtlpExporter();
    }
}

using DuffBeer.Core.Runs;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DuffBeer.Local.Serving;

/// <summary>Sends traces, metrics and logs to the OTLP collector named by the environment; without one nothing is collected.</summary>
/// <remarks>
/// The variables are OpenTelemetry's own: OTEL_EXPORTER_OTLP_ENDPOINT turns it on; _PROTOCOL, _HEADERS and OTEL_SERVICE_NAME apply too.
/// </remarks>
sealed class OpenTelemetryExport : IDisposable
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string ServiceName = "OTEL_SERVICE_NAME";

    readonly TracerProvider _traces;
    readonly MeterProvider _metrics;

    OpenTelemetryExport(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Null where the environment names no collector.</summary>
    /// <param name="logging">Gets a provider that sends logs too.</param>
    public static OpenTelemetryExport? Begin(Func<string, string?> variable, ILoggingBuilder logging)
    {
        if (string.IsNullOrEmpty(variable(Endpoint)))
            return null;

        var resource = ResourceBuilder.CreateDefault().AddService(variable(ServiceName) is { Length: > 0 } name ? name : "duffbeer");
        logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(resource).AddOtlpExporter();
            logs.IncludeScopes = true;
        });
        return new(
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build());
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}

using DuffBeer.Core.Ports;
using DuffBeer.Definitions;
using DuffBeer.Functions.Hosting;
using DuffBeer.OpenLineage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>
/// Receives what the core announces: <see cref="RunAnnouncements"/>, and events of lineage where the settings name a place for them.
/// </summary>
public sealed class Announcements(IServiceProvider provider, HostSettings settings) : IDisposable
{
    static readonly Action<ILogger, string, Exception?> s_warning =
        LoggerMessage.Define<string>(LogLevel.Warning, new(3005, "Lineage"), "{Warning}");

    readonly Lazy<LineagePublisher?> _lineage = new(() => settings.Lineage is { } options ? Open(provider, settings, options) : null);

    public IEventPublisher Events => _lineage.Value is { } lineage ? lineage : provider.GetRequiredService<RunAnnouncements>();

    /// <summary>Sends the events that are left.</summary>
    public void Dispose()
    {
        if (_lineage.IsValueCreated)
            _lineage.Value?.Dispose();
    }

    static LineagePublisher Open(IServiceProvider provider, HostSettings settings, LineageOptions options)
    {
        var definitions = provider.GetRequiredService<LoadedDefinitions>();
        var log = provider.GetRequiredService<ILogger<Announcements>>();
        return new(options, new()
        {
            Lake = provider.GetRequiredService<CloudPorts>().Stores.Lake,
            Datasets = definitions.Datasets,
            Models = () => definitions.Models,
            SourceOf = (source, _) => Task.FromResult(DatasetName.OfObject(settings.Aws.Landing.Bucket, source.Key)),
            InLake = key => DatasetName.OfObject(settings.Aws.Lake.Bucket, key),
            SqlDialect = settings.Engine == EngineKind.Athena ? "athena" : "duckdb",
            Time = provider.GetRequiredService<TimeProvider>(),
            Next = () => provider.GetRequiredService<RunAnnouncements>(),
            Warn = warning => s_warning(log, warning, null),
        });
    }
}

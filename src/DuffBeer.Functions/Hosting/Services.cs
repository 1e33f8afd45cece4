using DuffBeer.Api;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Functions.Orchestrating;
using DuffBeer.Iceberg;
using DuffBeer.Parquet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Functions.Hosting;

/// <summary>The core and the API over one cloud's ports, as services of the functions.</summary>
public static class Services
{
    public static IServiceCollection AddDuffBeer(
        this IServiceCollection services, HostSettings settings, Func<IServiceProvider, CloudPorts> ports) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new LoadedDefinitions(settings.Definitions))
        .AddSingleton(ports)
        .AddSingleton<TaskHub>()
        .AddSingleton(provider => new RefreshRequests(provider.Lake(), TimeProvider.System))
        .AddSingleton<DurableRefresh>()
        .AddSingleton(settings)
        .AddSingleton(provider => new MaintenanceRecords(provider.Lake(), TimeProvider.System))
        .AddSingleton<DurableMaintenance>()
        .AddSingleton(provider => new Suspension(new(provider.Lake(), TimeProvider.System)))
        .AddSingleton(CoreRunsOf)
        .AddSingleton(provider => new DurableBatches(
            provider.GetRequiredService<CoreRuns>().Records, provider.GetRequiredService<CoreRuns>().Batches,
            provider.GetRequiredService<TaskHub>()))
        .AddSingleton(provider => new DurableRuns(
            provider.GetRequiredService<TaskHub>(), TimeProvider.System, provider.GetRequiredService<DurableBatches>()))
        .AddSingleton(provider => new ForgetRecords(provider.Lake(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new DurableForget(
            provider.Lake(),
            provider.GetRequiredService<ForgetRecords>(),
            provider.GetRequiredService<CoreRuns>().Records,
            provider.GetRequiredService<DurableRuns>(),
            provider.GetRequiredService<DurableRefresh>(),
            provider.GetRequiredService<TaskHub>()))
        .AddSingleton<ChunksAtWork>()
        .AddSingleton(provider => new RunAnnouncements(
            provider.Ports().Events,
            provider.GetRequiredService<DurableRefresh>(),
            provider.GetRequiredService<ILogger<RunAnnouncements>>()))
        .AddSingleton(provider => new Announcements(provider, settings))
        .AddSingleton(provider => PartsOf(provider, settings))
        .AddSingleton(provider => new CoreActivities(provider.GetRequiredService<CoreParts>()))
        .AddSingleton<IOpenTables>(provider => new IcebergTables(
            provider.Lake(),
            provider.GetRequiredService<LoadedDefinitions>().Datasets,
            provider.Ports().LocationOf,
            provider.Ports().Pointer,
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => provider.GetRequiredService<CoreRuns>().Recovery(provider.GetRequiredService<DurableRuns>()))
        .AddSingleton(provider => new FreshnessLog(
            provider.Ports().Stores,
            provider.GetRequiredService<LoadedDefinitions>().Datasets,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FreshnessLog>>()))
        .AddSingleton(provider => ApiOf(provider, settings))
        .AddHostedService(provider => new CheckedStart(
            provider.Ports(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CheckedStart>>()));

    static CoreParts PartsOf(IServiceProvider provider, HostSettings settings)
    {
        var (ports, definitions) = (provider.Ports(), provider.GetRequiredService<LoadedDefinitions>());
        return new()
        {
            Stores = ports.Stores,
            Engine = ports.Engine,
            Writer = new ParquetPartWriter(),
            Reader = new ParquetPartReader(),
            Catalog = ports.Catalog,
            Tables = provider.GetRequiredService<IOpenTables>(),
            Events = () => provider.GetRequiredService<Announcements>().Events,
            Datasets = definitions.Datasets,
            Models = () => definitions.Models,
            Reports = () => definitions.Reports,
            Settings = settings.Ingest,
            Prices = () => settings.Prices,
            Time = provider.GetRequiredService<TimeProvider>(),
            AtWork = provider.GetRequiredService<ChunksAtWork>(),
            Keep = settings.Keep,
            Merge = settings.Merge,
        };
    }

    static CoreRuns CoreRunsOf(IServiceProvider provider) => new(
        provider.Ports().Stores,
        provider.GetRequiredService<LoadedDefinitions>().Datasets,
        () => provider.GetRequiredService<Announcements>().Events,
        provider.GetRequiredService<IOpenTables>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<CoreParts>().Packs);

    static DuffBeerApi ApiOf(IServiceProvider provider, HostSettings settings)
    {
        var (ports, hub) = (provider.Ports(), provider.GetRequiredService<TaskHub>());
        var definitions = provider.GetRequiredService<LoadedDefinitions>();
        var parts = new ApiParts
        {
            Stores = ports.Stores,
            Engine = ports.Engine,
            Datasets = definitions.Datasets,
            Models = definitions.Models,
            Reports = definitions.Reports,
            Dashboards = definitions.Dashboards,
            Catalog = ports.Catalog(),
            Tables = provider.GetRequiredService<IOpenTables>(),
            Packs = provider.GetRequiredService<CoreParts>().Packs,
            Orchestrator = provider.GetRequiredService<DurableRuns>(),
            Refresh = provider.GetRequiredService<DurableRefresh>(),
            Maintenance = provider.GetRequiredService<DurableMaintenance>(),
            Erasure = provider.GetRequiredService<DurableForget>(),
            Forget = () => provider.GetRequiredService<CoreActivities>().Forget,
            Events = provider.GetRequiredService<Announcements>().Events,
            Prices = () => settings.Prices,
            Time = provider.GetRequiredService<TimeProvider>(),
            AtWork = provider.GetRequiredService<ChunksAtWork>(),
            Logs = provider.GetRequiredService<ILoggerFactory>(),
            Dependencies =
            [
                new("landing", stop => ports.Stores.Landing.StatAsync("none", stop)),
                new("lake", stop => new Snapshots(ports.Stores.Lake).PointerAsync(stop)),
                new("engine", stop => ports.Engine().QueryAsync(new("SELECT 1", [], []), stop)),
                new("task hub", stop => hub.Client.GetInstanceAsync(RefreshTurns.Instance, false, stop)),
            ],
        };
        var stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return new(parts, new()
        {
            Keys = new(settings.Keys),
            Tokens = settings.Entra is { } entra ? new(entra, parts.Time) : null,
            Stopping = stopping,
        });
    }

    static CloudPorts Ports(this IServiceProvider provider) => provider.GetRequiredService<CloudPorts>();

    static IObjectStore Lake(this IServiceProvider provider) => provider.Ports().Stores.Lake;
}

using DuffBeer.Aws;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.Json;
using DuffBeer.Aws.S3;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Parquet;

namespace DuffBeer.Functions.Hosting;

/// <summary>The core's ports over AWS; without Athena, DuckDB over the same bucket.</summary>
public static class AwsPorts
{
    public static CloudPorts Open(HostSettings settings)
    {
        var clients = new AwsClients(settings.Aws.Access);
        var lake = new S3ObjectStore(clients, settings.Aws.Lake);
        var stores = new Stores(new S3ObjectStore(clients, settings.Aws.Landing), lake, settings.Aws.Landing.Bucket);
        var ports = settings.Engine == EngineKind.DuckDb
            ? OverDuckDb(settings, clients, stores)
            : OverAthena(settings, clients, stores);
        return ports with
        {
            Checks = S3StoreProbe.Of(clients, settings.Aws.Landing, settings.Aws.Lake),
            Queue = settings.Aws.Queue is { } queue ? new SqsQueuedEvents(clients, queue) : null,
        };
    }

    static CloudPorts OverAthena(HostSettings settings, AwsClients clients, Stores stores)
    {
        var writer = new ParquetPartWriter();
        var tables = new CatalogTables(
            new(clients.Configured(JsonServiceConfig.Glue())),
            settings.Aws.Glue,
            new(settings.Aws.Lake.Bucket),
            stores.Lake,
            writer,
            TimeProvider.System);
        var catalog = new GlueTableCatalog(tables);
        var engine = new Lazy<AthenaQueryEngine>(
            () => new(new(clients.Configured(JsonServiceConfig.Athena())), settings.Aws.Athena, tables, stores.Lake, writer));
        return new(stores, () => engine.Value, () => catalog, EventsOf(settings, clients))
        {
            LocationOf = tables.Lake.Of,
            Pointer = new GlueTablePointer(tables.Tables),
        };
    }

    static CloudPorts OverDuckDb(HostSettings settings, AwsClients clients, Stores stores)
    {
        var engine = new Lazy<CachedQueryEngine>(() => OpenDuckDb(stores.Lake, settings));
        // Views for a DuckDB shell that reads the bucket.
        var place = new LakeLocation(settings.Aws.Lake.Bucket);
        return new(stores, () => engine.Value, () => new DuckDbCatalog(stores.Lake, place.Of), EventsOf(settings, clients))
        {
            LocationOf = place.Of,
        };
    }

    /// <summary>DuckDB over parts fetched from the lake, and written back to it.</summary>
    public static CachedQueryEngine OpenDuckDb(IObjectStore lake, HostSettings settings)
    {
        var cache = new PartCache(lake, Path.Combine(settings.ScratchFolder, "parts"), settings.ScratchBytes);
        var spill = Directory.CreateDirectory(Path.Combine(settings.ScratchFolder, "spill")).FullName;
        return new(new(cache.Lake, cache.PathOf, spill), cache);
    }

    static IEventPublisher EventsOf(HostSettings settings, AwsClients clients) => settings.Aws.Events is { } events
        ? new EventBridgePublisher(new(clients.Configured(JsonServiceConfig.EventBridge())), events)
        : new NoEventPublisher();
}

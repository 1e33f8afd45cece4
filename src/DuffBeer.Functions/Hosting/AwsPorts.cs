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
        return settings.Engine == EngineKind.DuckDb
            ? OverDuckDb(settings, clients, stores)
            : OverAthena(settings, clients, stores);
    }

    static CloudPorts OverAthena(HostSettings settings, AwsClients clients, Stores stores)
    {
        var place = new LakeLocation(settings.Aws.Lake.Bucket);
        var glue = new GlueClient(clients.Configured(JsonServiceConfig.Glue()));
        var tables = new GlueTables(glue, settings.Aws.Glue);
        var versions = new VersionTables(tables, place);
        var catalog = new GlueTableCatalog(tables, new(glue, settings.Aws.Glue.Database), versions, place);
        var engine = new Lazy<AthenaQueryEngine>(() => new(
            new(clients.Configured(JsonServiceConfig.Athena())),
            settings.Aws.Athena,
            tables,
            versions,
            place,
            stores.Lake,
            new ParquetPartWriter()));
        return new(stores, () => engine.Value, () => catalog, EventsOf(settings, clients));
    }

    static CloudPorts OverDuckDb(HostSettings settings, AwsClients clients, Stores stores)
    {
        var engine = new Lazy<CachedQueryEngine>(() => OpenDuckDb(stores.Lake, settings));
        // Views for a DuckDB shell that reads the bucket.
        var place = new LakeLocation(settings.Aws.Lake.Bucket);
        return new(stores, () => engine.Value, () => new DuckDbCatalog(stores.Lake, place.Of), EventsOf(settings, clients));
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

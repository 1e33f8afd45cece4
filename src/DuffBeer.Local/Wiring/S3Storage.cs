using DuffBeer.Aws;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Json;
using DuffBeer.Aws.S3;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;
using DuffBeer.Parquet;

namespace DuffBeer.Local.Wiring;

/// <summary>Landing and lake in two buckets; SQL by DuckDB in this process, or by Athena.</summary>
static class S3Storage
{
    public static Storage Of(HomeDirectory home, S3Settings settings)
    {
        var clients = new AwsClients(settings.Aws);
        var files = home.OpenLanding();
        var landing = new LandingWithFiles(files, new S3ObjectStore(clients, settings.Landing));
        var lake = new S3ObjectStore(clients, settings.Lake);
        var (tables, pointer, engine) =
            settings.Athena is { } athena ? Athena(clients, athena, lake, settings) : DuckDb(home, lake, settings);
        return new(files, landing, lake, settings.Landing.Bucket, tables, engine)
        {
            LocationOf = new LakeLocation(settings.Lake.Bucket).Of,
            Pointer = pointer,
            IsS3 = true,
            Checks = S3StoreProbe.Of(clients, settings.Landing, settings.Lake),
            OpenQueue = settings.Queue is { } queue ? () => new SqsQueuedEvents(clients, queue) : null,
        };
    }

    static (ITableCatalog Tables, ITablePointer? Pointer, Func<string, IQueryEngine> OpenEngine) DuckDb(
        HomeDirectory home, S3ObjectStore lake, S3Settings settings)
    {
        var cache = new PartCache(lake, PartCache.FolderOf(home), settings.CacheBytes);
        return (
            new DuckDbCatalog(lake, new LakeLocation(settings.Lake.Bucket).Of),
            null,
            temporary => new CachedQueryEngine(new DuckDbQueryEngine(cache.Lake, cache.PathOf, temporary), cache));
    }

    static (ITableCatalog Tables, ITablePointer? Pointer, Func<string, IQueryEngine> OpenEngine) Athena(
        AwsClients clients, AthenaOptions options, S3ObjectStore lake, S3Settings settings)
    {
        var writer = new ParquetPartWriter();
        var tables = new CatalogTables(
            new(clients.Configured(JsonServiceConfig.Glue())), settings.Glue, new(settings.Lake.Bucket), lake, writer, TimeProvider.System);
        return (
            new GlueTableCatalog(tables),
            new GlueTablePointer(tables.Tables),
            _ => new AthenaQueryEngine(new(clients.Configured(JsonServiceConfig.Athena())), options, tables, lake, writer));
    }
}

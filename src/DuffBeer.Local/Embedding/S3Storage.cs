using DuffBeer.Aws;
using DuffBeer.Aws.S3;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Embedding;

/// <summary>Landing and lake in two buckets.</summary>
static class S3Storage
{
    public static Storage Of(HomeDirectory home, S3Settings settings)
    {
        var clients = new AwsClients(settings.Aws);
        var files = home.OpenLanding();
        var landing = new LandingWithFiles(files, new S3ObjectStore(clients, settings.Landing));
        var lake = new S3ObjectStore(clients, settings.Lake);
        return WithDuckDb(files, landing, lake, home, settings) with { IsS3 = true };
    }

    static Storage WithDuckDb(Embedded.Store.LandingStore files, LandingWithFiles landing, S3ObjectStore lake, HomeDirectory home, S3Settings settings)
    {
        var cache = new PartCache(lake, PartCache.FolderOf(home), settings.CacheBytes);
        return new(files, landing, lake, settings.Landing.Bucket, new DuckDbCatalog(lake, new LakeLocation(settings.Lake.Bucket).Of),
            temporary => new CachedQueryEngine(new DuckDbQueryEngine(cache.Lake, cache.PathOf, temporary), cache));
    }
}

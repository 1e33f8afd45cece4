using DuffBeer.Aws;
using DuffBeer.Aws.Athena;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Glue;
using DuffBeer.Aws.S3;

namespace DuffBeer.Local.Workspaces;

/// <summary>Landing and lake as buckets, and what runs SQL over them.</summary>
sealed record S3Settings(AwsOptions Aws, S3StoreOptions Landing, S3StoreOptions Lake)
{
    /// <summary>Null: DuckDB in this process runs the SQL.</summary>
    public AthenaOptions? Athena { get; init; }

    /// <summary>The queue that a server receives the landing bucket's events from; null for none.</summary>
    public SqsQueueOptions? Queue { get; init; }

    public GlueOptions Glue { get; init; } = new();

    /// <summary>Size of DuckDB's local cache of parts in bytes. Default: 10 GiB.</summary>
    public long CacheBytes { get; init; } = 10L << 30;
}

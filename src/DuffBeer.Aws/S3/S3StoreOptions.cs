namespace DuffBeer.Aws.S3;

/// <summary>One bucket and how it is used. Sections <c>Landing</c> and <c>Lake</c>.</summary>
public sealed record S3StoreOptions
{
    public required string Bucket { get; init; }

    /// <summary>The setting that chooses the bucket, for messages. Default: Lake__Bucket.</summary>
    public string Setting { get; init; } = "Lake__Bucket";

    /// <summary>Id or ARN of the KMS key that objects are encrypted with. Default: the bucket's own setting.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Whether we pay for requests to another account's bucket. Default: no.</summary>
    public bool RequesterPays { get; init; }

    /// <summary>
    /// Whether versions of objects matter: lists and stats name them, and a read is pinned to one. Needs s3:ListBucketVersions and
    /// s3:GetObjectVersion. Default: no; then no request names a version.
    /// </summary>
    public bool PinsVersions { get; init; }

    /// <summary>Keys of one page of a list. Default: as many as the store gives.</summary>
    public int? PageKeys { get; init; }

    /// <summary>Objects up to this many bytes are one PUT; larger ones have parts of this size. Default: 8 MiB; at least 5 MiB.</summary>
    /// <remarks>Later parts of very large objects are larger.</remarks>
    public int PartBytes { get; init; } = 8 << 20;

    /// <summary>Parts that all uploads of a store send concurrently. Default: 6.</summary>
    public int ParallelParts { get; init; } = 6;

    /// <summary>Bytes that one request reads ahead. Default: 2 MiB.</summary>
    public int ReadBytes { get; init; } = 2 << 20;

    /// <summary>Concurrent requests that read ahead, per reader. Default: 3.</summary>
    public int ParallelReads { get; init; } = 3;
}

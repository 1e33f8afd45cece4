using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>Checks a bucket: first each right by a request that needs it, then the promises of the store.</summary>
public sealed class S3StoreProbe(AwsClients clients, S3StoreOptions options)
{
    const int PartBytes = 5 << 20;
    const int PageKeys = 2;

    /// <summary>An identifier that no upload has: with the right, the answer is that there is none.</summary>
    const string NoUpload = "duffbeer-store-probe";

    /// <summary>The checks of an installation's two buckets.</summary>
    public static IReadOnlyList<CheckedStore> Of(AwsClients clients, S3StoreOptions landing, S3StoreOptions lake) =>
    [
        new($"s3://{landing.Bucket}", new S3StoreProbe(clients, landing).ReadsAsync),
        new($"s3://{lake.Bucket}", new S3StoreProbe(clients, lake).WritesAsync),
    ];

    /// <summary>Checks a bucket that is only read.</summary>
    public async Task<StoreReport> ReadsAsync(CancellationToken cancellationToken)
    {
        using var rights = new Rights(clients, options, cancellationToken);
        var keepsVersions = await rights.ListAsync();
        await rights.ReadAsync("store-probe");
        StoreFinding[] findings = rights.Missing.Count == 0 ? [new("can be listed and read", null)] : [];
        return new(rights.Store, findings, rights.Missing) { KeepsVersions = keepsVersions };
    }

    /// <summary>Checks a bucket that is also written.</summary>
    public async Task<StoreReport> WritesAsync(CancellationToken cancellationToken)
    {
        using var rights = new Rights(clients, options, cancellationToken);
        await rights.ListAsync();
        var keepsVersions = await rights.WriteAsync();
        if (rights.Missing.Count > 0)
            return new(rights.Store, [], rights.Missing);

        using var store = new S3ObjectStore(clients, options with { PartBytes = PartBytes, PageKeys = PageKeys });
        var findings = await StoreProbe.RunAsync(store, PartBytes + 1000, cancellationToken);
        return new(rights.Store, [.. rights.Unknown, .. findings], []) { KeepsVersions = keepsVersions };
    }

    sealed class Rights(AwsClients clients, S3StoreOptions options, CancellationToken cancellationToken) : IDisposable
    {
        readonly IAmazonS3 _client = clients.S3();
        readonly RequestPayer? _payer = options.RequesterPays ? RequestPayer.Requester : null;
        string _listing = "";

        public string Store => $"s3://{options.Bucket}";

        public List<string> Missing { get; } = [];

        /// <summary>Requests that the store does not know.</summary>
        public List<StoreFinding> Unknown { get; } = [];

        /// <summary>Whether the bucket keeps versions; null if its objects do not show it.</summary>
        public async Task<bool?> ListAsync()
        {
            _listing = "s3:ListBucket";
            var objects = new ListObjectsV2Request { BucketName = options.Bucket, MaxKeys = 1, RequestPayer = _payer };
            await TryAsync(_listing, "", () => _client.ListObjectsV2Async(objects, cancellationToken));
            if (!options.PinsVersions)
                return null;
            var versions = new ListVersionsRequest { BucketName = options.Bucket, MaxKeys = 1, RequestPayer = _payer };
            var listed = await TryAsync(
                "s3:ListBucketVersions", "", () => _client.ListVersionsAsync(versions, cancellationToken));
            return listed?.Versions is [var newest, ..] ? S3Bucket.VersionOf(newest.VersionId) is not null : null;
        }

        public async Task ReadAsync(string key)
        {
            await TryAsync("s3:GetObject", "/*", () => _client.GetObjectAsync(Get(key, null), cancellationToken));
            if (options.PinsVersions)
                await TryAsync("s3:GetObjectVersion", "/*", () => _client.GetObjectAsync(Get(key, "null"), cancellationToken));
        }

        public async Task<bool?> WriteAsync()
        {
            var key = $"store-probe/{Guid.NewGuid():n}";
            var bucket = new S3Bucket(_client, _client, options);
            var put = new PutObjectRequest { BucketName = options.Bucket, Key = key, ContentBody = "probe", RequestPayer = _payer };
            bucket.Prepare(put);
            var written = await TryAsync("s3:PutObject", "/*", () => _client.PutObjectAsync(put, cancellationToken));
            await ReadAsync(key);
            var delete = new DeleteObjectRequest { BucketName = options.Bucket, Key = key, RequestPayer = _payer };
            await TryAsync("s3:DeleteObject", "/*", () => _client.DeleteObjectAsync(delete, cancellationToken));

            var uploads = new ListMultipartUploadsRequest { BucketName = options.Bucket, Prefix = key, RequestPayer = _payer };
            await TryAsync(
                "s3:ListBucketMultipartUploads", "", () => _client.ListMultipartUploadsAsync(uploads, cancellationToken));
            var parts = new ListPartsRequest
            {
                BucketName = options.Bucket, Key = key, UploadId = NoUpload, RequestPayer = _payer,
            };
            await TryAsync("s3:ListMultipartUploadParts", "/*", () => _client.ListPartsAsync(parts, cancellationToken));
            var abort = new AbortMultipartUploadRequest
            {
                BucketName = options.Bucket, Key = key, UploadId = NoUpload, RequestPayer = _payer,
            };
            await TryAsync("s3:AbortMultipartUpload", "/*", () => _client.AbortMultipartUploadAsync(abort, cancellationToken));
            return written is null ? null : S3Bucket.VersionOf(written.VersionId) is not null;
        }

        public void Dispose() => _client.Dispose();

        GetObjectRequest Get(string key, string? version) =>
            new() { BucketName = options.Bucket, Key = key, VersionId = version, RequestPayer = _payer };

        /// <summary>Sends a request that needs the right; null if it was refused, or named what does not exist.</summary>
        async Task<T?> TryAsync<T>(string action, string resource, Func<Task<T>> ask) where T : class
        {
            try
            {
                var answer = await ask();
                (answer as IDisposable)?.Dispose();
                return answer;
            }
            catch (Exception exception) when (S3Failure.IsDenied(exception))
            {
                // Without the right to list, S3 refuses to say that an object is missing.
                var denied = S3Failure.DeniedAction(exception) ?? action;
                var right = $"{denied} on {Store}{(denied == _listing ? "" : resource)}";
                if (!Missing.Contains(right))
                    Missing.Add(right);
                return null;
            }
            // Only those requests clean up; a store that does not know a write is of no use.
            catch (Exception exception) when (S3Failure.IsUnknown(exception) && action.Contains("Multipart", StringComparison.Ordinal))
            {
                Unknown.Add(new($"knows {action}", "uploads that a killed process leaves must be deleted by other means")
                {
                    IsNeeded = false,
                });
                return null;
            }
            catch (Exception exception) when (S3Failure.IsOfMissing(exception))
            {
                return null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw S3Failure.Of(exception, action, options, key: null);
            }
        }
    }
}

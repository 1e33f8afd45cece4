using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>A bucket of S3 or of a compatible service.</summary>
/// <remarks>
/// <see cref="OpenAsync"/> pins the etag, and the version if the bucket keeps versions, so that a replaced version can still be read. Keys
/// have at most 1,024 bytes of UTF-8 and no leading slash, which the SDK would drop.
/// </remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    /// <summary>What S3 returns at most in one page.</summary>
    const int MostPageKeys = 1_000;

    static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    readonly S3Bucket _bucket;
    readonly SemaphoreSlim _partSlots;
    volatile bool _isBucketKnown;

    public S3ObjectStore(AwsClients clients, S3StoreOptions options)
    {
        _bucket = new(clients.S3(), clients.S3(retries: 0), options);
        _partSlots = new(options.ParallelParts);
    }

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken) => HeadAsync(key, null, cancellationToken);

    public Task<ObjectStat?> StatAsync(string key, string version, CancellationToken cancellationToken) =>
        HeadAsync(key, version, cancellationToken);

    public async Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        var found = await HeadAsync(stat.Key, stat.Version, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.SourceMissing,
                $"s3://{_bucket.Name}/{stat.Key} does not exist. Put the object back, or start again without it.");
        return found.ETag == stat.ETag
            ? new S3ByteSource(new(_bucket, stat), _bucket.Options)
            : throw S3Range.Changed(_bucket.Name, stat.Key);
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IObjectUpload>(new S3Upload(_bucket, Checked(key), condition, _partSlots));
    }

    public IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, CancellationToken cancellationToken)
    {
        var found = OrdinalOrder.Of(
            _bucket.Options.PinsVersions ? VersionsAsync(keys, cancellationToken) : ObjectsAsync(keys, cancellationToken),
            stat => stat.Key);
        // The bucket's order differs from ours behind U+D7FF, and it takes no start between the keys there.
        var wanted = keys.After is null ? found : found.Where(stat => keys.Wants(stat.Key));
        return keys.Most is { } most ? wanted.Take(most) : wanted;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        _bucket.AskAsync("s3:DeleteObject", key,
            () => _bucket.Client.DeleteObjectAsync(
                new DeleteObjectRequest { BucketName = _bucket.Name, Key = Checked(key), RequestPayer = _bucket.Payer }, cancellationToken),
            cancellationToken);

    public async Task DeleteOldVersionsAsync(ObjectStat newest, CancellationToken cancellationToken)
    {
        if (newest.Version is null)
            return;
        var old = await AllVersionsAsync(newest.Key, cancellationToken)
            .Where(found => found.Key == newest.Key && S3Bucket.VersionOf(found.Version.VersionId) != newest.Version)
            .Select(found => found.Version.VersionId)
            .ToListAsync(cancellationToken);
        foreach (var version in old)
        {
            await _bucket.AskAsync("s3:DeleteObjectVersion", newest.Key,
                () => _bucket.Client.DeleteObjectAsync(
                    new DeleteObjectRequest
                    {
                        BucketName = _bucket.Name, Key = newest.Key, VersionId = version, RequestPayer = _bucket.Payer,
                    },
                    cancellationToken),
                cancellationToken);
        }
    }

    public void Dispose()
    {
        _bucket.Client.Dispose();
        _bucket.Once.Dispose();
        _partSlots.Dispose();
    }

    async Task<ObjectStat?> HeadAsync(string key, string? version, CancellationToken cancellationToken)
    {
        try
        {
            var head = await _bucket.Client.GetObjectMetadataAsync(_bucket.Head(Checked(key), version), cancellationToken);
            _isBucketKnown = true;
            return _bucket.StatOf(key, head);
        }
        catch (Exception exception) when (exception is not RunException and not OperationCanceledException)
        {
            switch (S3Failure.StatusOf(exception))
            {
                // A missing bucket looks like a missing object.
                case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed when _isBucketKnown:
                    return null;
                case >= HttpStatusCode.MovedPermanently and < HttpStatusCode.InternalServerError:
                    if (await _bucket.WhyAsync(key, version, cancellationToken) is { } why)
                        throw why;
                    _isBucketKnown = true;
                    return null;
                default:
                    throw S3Failure.Of(exception, S3Bucket.ReadAction(version), _bucket.Options, key);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Failure.Of(exception, S3Bucket.ReadAction(version), _bucket.Options, key);
        }
    }

    async IAsyncEnumerable<ObjectStat> ObjectsAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ask = new ListObjectsV2Request
        {
            BucketName = _bucket.Name,
            Prefix = Checked(keys.Prefix),
            StartAfter = OrdinalOrder.Start(keys.After),
            Delimiter = keys.IsShallow ? "/" : null,
            Encoding = "url",
            RequestPayer = _bucket.Payer,
            MaxKeys = PageKeys(keys),
        };
        var pages = new Continuation($"s3:ListBucket on s3://{_bucket.Name}/{keys.Prefix}");
        do
        {
            var page = await _bucket.AskAsync(
                "s3:ListBucket", keys.Prefix, () => _bucket.Client.ListObjectsV2Async(ask, cancellationToken), cancellationToken);
            foreach (var found in page.S3Objects ?? [])
                yield return new(
                    Decoded(found.Key, page.Encoding),
                    found.Size ?? 0,
                    S3Bucket.Unquoted(found.ETag),
                    S3Bucket.ToSecond(found.LastModified));
            ask.ContinuationToken = pages.Next(page.IsTruncated == true, page.NextContinuationToken);
        }
        while (ask.ContinuationToken is not null);
    }

    IAsyncEnumerable<ObjectStat> VersionsAsync(KeyRange keys, CancellationToken cancellationToken) =>
        AllVersionsAsync(keys, cancellationToken)
            .Where(found => found.Version is { IsLatest: true, IsDeleteMarker: not true })
            .Select(found => new ObjectStat(
                found.Key,
                found.Version.Size ?? 0,
                S3Bucket.Unquoted(found.Version.ETag),
                S3Bucket.ToSecond(found.Version.LastModified),
                S3Bucket.VersionOf(found.Version.VersionId)));

    /// <summary>Every version, older ones and deletions too.</summary>
    async IAsyncEnumerable<(string Key, S3ObjectVersion Version)> AllVersionsAsync(
        KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ask = new ListVersionsRequest
        {
            BucketName = _bucket.Name,
            Prefix = Checked(keys.Prefix),
            KeyMarker = OrdinalOrder.Start(keys.After),
            Delimiter = keys.IsShallow ? "/" : null,
            Encoding = "url",
            RequestPayer = _bucket.Payer,
            MaxKeys = PageKeys(keys),
        };
        var pages = new Continuation($"s3:ListBucketVersions on s3://{_bucket.Name}/{keys.Prefix}");
        do
        {
            var page = await _bucket.AskAsync(
                "s3:ListBucketVersions", keys.Prefix, () => _bucket.Client.ListVersionsAsync(ask, cancellationToken), cancellationToken);
            foreach (var found in page.Versions ?? [])
                yield return (Decoded(found.Key, page.Encoding), found);

            ask.KeyMarker = page.NextKeyMarker is { } next ? Decoded(next, page.Encoding) : null;
            ask.VersionIdMarker = page.NextVersionIdMarker;
            if (pages.Next(page.IsTruncated == true, $"{ask.KeyMarker} {ask.VersionIdMarker}".Trim()) is null)
                yield break;
        }
        while (true);
    }

    /// <summary>Keys per page: few where the caller takes few, all that the service allows otherwise.</summary>
    int? PageKeys(KeyRange keys) => keys.Most is { } most && !(most > _bucket.Options.PageKeys)
        ? Math.Clamp(most, 1, MostPageKeys)
        : _bucket.Options.PageKeys;

    // Lists are requested URL-encoded, because XML cannot hold every key; some servers ignore that.
    static string Decoded(string key, EncodingType? encoding) =>
        encoding == EncodingType.Url ? Uri.UnescapeDataString(key.Replace('+', ' ')) : key;

    static string Checked(string key)
    {
        if (key.StartsWith('/'))
            throw new TerminalException(
                ProblemCode.BadRequest, $"The key {key} begins with a slash, which the AWS SDK cannot send. Rename the source.");
        try
        {
            return s_strict.GetByteCount(key) <= 1024 ? key
                : throw new TerminalException(
                    ProblemCode.BadRequest, $"The key {key[..60]}… is longer than S3's 1,024 bytes. Use a shorter one.");
        }
        catch (EncoderFallbackException broken)
        {
            throw new TerminalException(
                ProblemCode.BadRequest, "The key is not valid Unicode, which S3 requires. Rename the source.", broken);
        }
    }
}

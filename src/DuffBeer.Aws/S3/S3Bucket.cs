using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>A bucket, the options of its requests, and the meaning of its errors.</summary>
/// <param name="Client">Retries by itself: for requests that may be repeated.</param>
/// <param name="Once">Tries once: for requests that must not be repeated unnoticed.</param>
sealed record S3Bucket(IAmazonS3 Client, IAmazonS3 Once, S3StoreOptions Options)
{
    /// <summary>The metadata that identifies the write of an object.</summary>
    public const string WriteId = "write-id";

    public string Name => Options.Bucket;

    public RequestPayer? Payer => Options.RequesterPays ? RequestPayer.Requester : null;

    /// <summary>
    /// The checksum of an upload's parts; null where <c>AWS_REQUEST_CHECKSUM_CALCULATION</c> is <c>WHEN_REQUIRED</c>, for stores that know
    /// none.
    /// </summary>
    public ChecksumAlgorithm? PartChecksum =>
        Client.Config.RequestChecksumCalculation == RequestChecksumCalculation.WHEN_REQUIRED ? null : ChecksumAlgorithm.CRC32;

    /// <summary>Sends a request; maps its failures to ours.</summary>
    public async Task<T> AskAsync<T>(string action, string? key, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw S3Failure.Of(exception, action, Options, key);
        }
    }

    /// <summary>
    /// The reason for a refused HEAD, whose answer has no body, from the same request as GET. Null if there is no object.
    /// </summary>
    public async Task<RunException?> WhyAsync(string key, string? version, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetObjectAsync(
                new GetObjectRequest
                {
                    BucketName = Name,
                    Key = key,
                    VersionId = version,
                    RequestPayer = Payer,
                    ByteRange = new ByteRange(0, 0),
                },
                cancellationToken);
            return new TransientException(
                ProblemCode.StoreUnavailable,
                $"{ReadAction(version)} on s3://{Name}/{key} was refused, and then was not. Start again: the run resumes.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var isGone = S3Failure.Is(exception, "NoSuchKey", "NoSuchVersion")
                || S3Failure.StatusOf(exception) == HttpStatusCode.MethodNotAllowed
                || (version is not null && S3Failure.Is(exception, "InvalidArgument"));
            return isGone ? null : S3Failure.Of(exception, ReadAction(version), Options, key);
        }
    }

    /// <summary>Sets what the options and the environment say about a write.</summary>
    public void Prepare(PutObjectRequest request)
    {
        // A store that knows no checksums may know no body in signed chunks either.
        request.UseChunkEncoding = PartChecksum is not null;
        if (Options.KmsKey is not { } key)
            return;
        request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
        request.ServerSideEncryptionKeyManagementServiceKeyId = key;
    }

    public GetObjectMetadataRequest Head(string key, string? version, string? etag = null) =>
        new() { BucketName = Name, Key = key, VersionId = version, EtagToMatch = etag is null ? null : Quoted(etag), RequestPayer = Payer };

    public ObjectStat StatOf(string key, GetObjectMetadataResponse head) =>
        new(key, head.ContentLength, Unquoted(head.ETag), ToSecond(head.LastModified), PinnedVersionOf(head.VersionId));

    /// <summary>The version that a stat names; null where versions do not matter.</summary>
    public string? PinnedVersionOf(string? id) => Options.PinsVersions ? VersionOf(id) : null;

    /// <summary>The action that a read needs.</summary>
    public static string ReadAction(string? version) => version is null ? "s3:GetObject" : "s3:GetObjectVersion";

    /// <summary>Objects from before versioning have the version "null".</summary>
    public static string? VersionOf(string? id) => id is null or "" or "null" ? null : id;

    public static string Unquoted(string etag) => etag.Trim('"');

    public static string Quoted(string etag) => $"\"{etag}\"";

    // Some answers include fractions of a second, others do not; an object has one time.
    public static DateTimeOffset ToSecond(DateTime? time)
    {
        var utc = time?.ToUniversalTime()
            ?? throw new TransientException(ProblemCode.StoreUnavailable, "S3 returned no time for an object.");
        return new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}

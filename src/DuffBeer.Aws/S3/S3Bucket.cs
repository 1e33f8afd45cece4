using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>A bucket, what every request to it says, and what its refusals mean.</summary>
/// <param name="Client">Tries again by itself: for all that may be done twice.</param>
/// <param name="Once">Tries once: for what must not be done twice unseen.</param>
sealed record S3Bucket(IAmazonS3 Client, IAmazonS3 Once, S3StoreOptions Options)
{
    /// <summary>The metadata that identifies the write of an object.</summary>
    public const string WriteId = "write-id";

    public string Name => Options.Bucket;

    public RequestPayer? Payer => Options.RequesterPays ? RequestPayer.Requester : null;

    /// <summary>Sends a request; its failures are ours.</summary>
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

    /// <summary>An answer to HEAD has no body; the same request as GET says why it was refused. Null where there is no object.</summary>
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
                $"s3:GetObject on s3://{Name}/{key} was refused, and then was not. Start again: the run resumes.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var isGone = S3Failure.Is(exception, "NoSuchKey", "NoSuchVersion")
                || S3Failure.StatusOf(exception) == HttpStatusCode.MethodNotAllowed
                || (version is not null && S3Failure.Is(exception, "InvalidArgument"));
            return isGone ? null : S3Failure.Of(exception, "s3:GetObject", Options, key);
        }
    }

    public GetObjectMetadataRequest Head(string key, string? version, string? etag = null) =>
        new() { BucketName = Name, Key = key, VersionId = version, EtagToMatch = etag is null ? null : Quoted(etag), RequestPayer = Payer };

    public static ObjectStat StatOf(string key, GetObjectMetadataResponse head) =>
        new(key, head.ContentLength, Unquoted(head.ETag), ToSecond(head.LastModified), VersionOf(head.VersionId));

    /// <summary>Before a bucket kept versions, its objects had the version "null".</summary>
    public static string? VersionOf(string? id) => id is null or "" or "null" ? null : id;

    public static string Unquoted(string etag) => etag.Trim('"');

    public static string Quoted(string etag) => $"\"{etag}\"";

    // Some answers tell fractions of it, others do not; an object has one time.
    public static DateTimeOffset ToSecond(DateTime? time)
    {
        var utc = time?.ToUniversalTime() ?? throw new TransientException(ProblemCode.StoreUnavailable, "S3 told no time of an object.");
        return new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }
}

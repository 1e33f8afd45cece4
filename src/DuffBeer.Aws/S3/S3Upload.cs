using System.Net;
using Amazon.S3.Model;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>An upload: one PUT if it is small, otherwise parts that are sent while the rest is being written.</summary>
/// <remarks>
/// Memory: up to one part, plus those in the store's slots. Its write id distinguishes a lost acknowledgement from a lost race.
/// </remarks>
sealed class S3Upload : IObjectUpload
{
    readonly S3Bucket _bucket;
    readonly string _key;
    readonly WriteCondition _condition;
    readonly UploadStream _body;
    readonly S3Multipart _multipart;
    readonly string _writeId = Guid.NewGuid().ToString("n");

    public S3Upload(S3Bucket bucket, string key, WriteCondition condition, SemaphoreSlim slots)
    {
        (_bucket, _key, _condition) = (bucket, key, condition);
        _multipart = new(bucket, key, _writeId, slots);
        _body = new(number => S3Multipart.BytesOf(number, bucket.Options.PartBytes), _multipart.SendAsync);
    }

    public Stream Body => _body;

    public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
    {
        var (rest, count) = _body.TakeRest();
        if (!_multipart.IsBegun)
            return await PutAsync(rest, count, cancellationToken);
        if (count > 0)
            await _multipart.SendAsync(rest, count, cancellationToken);
        else
            Buffers.Pool.Return(rest);
        var outcome = await _multipart.CompleteAsync(_condition, cancellationToken);
        var stat = outcome.Answer is { } done
            ? await StatAsync(S3Bucket.Unquoted(done.ETag), _bucket.PinnedVersionOf(done.VersionId), cancellationToken)
            : await AfterRefusalAsync(outcome.Refusal!, outcome.IsAmbiguous, cancellationToken);
        // After a failed condition the parts still exist; they are deleted at the end.
        if (stat is not null)
            _multipart.Forget();
        return Counted(stat);
    }

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync();
        await _multipart.DisposeAsync();
    }

    async Task<ObjectStat?> PutAsync(byte[] content, int count, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await RequestOutcome.OfAsync(
                retriesConflicts: true, () => _bucket.Once.PutObjectAsync(PutOf(content, count), cancellationToken), cancellationToken);
            return Counted(outcome.Answer is { } done
                ? await StatAsync(S3Bucket.Unquoted(done.ETag), _bucket.PinnedVersionOf(done.VersionId), cancellationToken)
                : await AfterRefusalAsync(outcome.Refusal!, outcome.IsAmbiguous, cancellationToken));
        }
        finally
        {
            Buffers.Pool.Return(content);
        }
    }

    ObjectStat? Counted(ObjectStat? written)
    {
        if (written is null)
            return null;
        if (written.Size != _body.Length)
            throw new TerminalException(
                ProblemCode.StoreUnavailable,
                $"s3:PutObject on s3://{_bucket.Name}/{_key}: {_body.Length} bytes were written, but the object has {written.Size}. "
                    + "Delete it. For a store that keeps what surrounds the chunks of a body, set "
                    + "AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED.");
        CostMeter.Spend(new() { BytesWritten = _body.Length });
        return written;
    }

    PutObjectRequest PutOf(byte[] content, int count)
    {
        var request = new PutObjectRequest
        {
            BucketName = _bucket.Name,
            Key = _key,
            InputStream = new MemoryStream(content, 0, count, writable: false),
            RequestPayer = _bucket.Payer,
            IfNoneMatch = _condition.OnlyIfAbsent ? "*" : null,
            IfMatch = _condition.OnlyIfETag is { } etag ? S3Bucket.Quoted(etag) : null,
        };
        request.Metadata[S3Bucket.WriteId] = _writeId;
        _bucket.Prepare(request);
        return request;
    }

    /// <summary>S3 returns the time of a write only on request.</summary>
    async Task<ObjectStat> StatAsync(string etag, string? version, CancellationToken cancellationToken)
    {
        try
        {
            return _bucket.StatOf(_key, await _bucket.Client.GetObjectMetadataAsync(_bucket.Head(_key, version, etag), cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (S3Failure.StatusOf(exception) == HttpStatusCode.Forbidden
                && await _bucket.WhyAsync(_key, version, cancellationToken) is { } why)
                throw why;
            // It was written, even if it has since been replaced or deleted, or the store does not answer now.
            return new(_key, _body.Length, etag, S3Bucket.ToSecond(DateTime.UtcNow), version);
        }
    }

    /// <summary>Our object, if it has our write id: only the acknowledgement was lost. Null: the condition failed.</summary>
    async Task<ObjectStat?> AfterRefusalAsync(Exception refusal, bool isAmbiguous, CancellationToken cancellationToken)
    {
        var isRefused = S3Failure.IsPrecondition(refusal) || (_condition.OnlyIfETag is not null && S3Failure.Is(refusal, "NoSuchKey"));
        var failure = S3Failure.Of(refusal, "s3:PutObject", _bucket.Options, _key);
        if ((isRefused || isAmbiguous || S3Failure.Is(refusal, "NoSuchUpload")) && await OwnAsync(cancellationToken) is { } own)
            return own;
        if (isRefused && isAmbiguous && _condition.OnlyIfETag is not null)
            throw new TransientException(ProblemCode.StoreUnavailable,
                $"s3:PutObject on s3://{_bucket.Name}/{_key}: an answer was lost, and another writer has replaced the object since, "
                    + "so the outcome of our write is unknown. The caller reads the object and tries again.",
                refusal);
        return isRefused ? null : throw failure;
    }

    async Task<ObjectStat?> OwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var head = await _bucket.Client.GetObjectMetadataAsync(_bucket.Head(_key, null), cancellationToken);
            return head.Metadata[S3Bucket.WriteId] == _writeId ? _bucket.StatOf(_key, head) : null;
        }
        catch (Exception exception) when (S3Failure.StatusOf(exception) is HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw S3Failure.Of(exception, "s3:GetObject", _bucket.Options, _key);
        }
    }
}

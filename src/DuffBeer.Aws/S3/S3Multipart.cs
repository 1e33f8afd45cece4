using Amazon.S3;
using Amazon.S3.Model;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>A multipart upload: begun with its first part, sent in parallel, completed or aborted.</summary>
sealed class S3Multipart(S3Bucket bucket, string key, string writeId, SemaphoreSlim slots) : IAsyncDisposable
{
    readonly List<Task<UploadPartResponse>> _parts = [];
    readonly CancellationTokenSource _stop = new();
    string? _id;
    bool _isForgotten;
    bool _isAsked;

    public bool IsBegun => _parts.Count > 0;

    /// <summary>Bytes of the n-th part. Parts grow, because an upload has at most 10,000.</summary>
    public static int BytesOf(int number, int first) => first << Math.Min(3, (number - 1) / 2500);

    /// <summary>Sends a part in the background; waits while too many are being sent.</summary>
    public async Task SendAsync(byte[] content, int count, CancellationToken cancellationToken)
    {
        var isSent = false;
        try
        {
            if (_parts.Find(part => part.IsFaulted) is { } failed)
                await failed;
            _id ??= await BeginAsync(cancellationToken);
            await slots.WaitAsync(cancellationToken);
            _parts.Add(SendPartAsync(_id, _parts.Count + 1, content, count));
            isSent = true;
        }
        finally
        {
            if (!isSent)
                Buffers.Pool.Return(content);
        }
    }

    public async Task<RequestOutcome<CompleteMultipartUploadResponse>> CompleteAsync(
        WriteCondition condition, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(_parts).WaitAsync(cancellationToken);
        return await RequestOutcome.OfAsync(
            retriesConflicts: false,
            () =>
            {
                var request = new CompleteMultipartUploadRequest
                {
                    BucketName = bucket.Name,
                    Key = key,
                    UploadId = _id,
                    RequestPayer = bucket.Payer,
                    IfNoneMatch = condition.OnlyIfAbsent ? "*" : null,
                    IfMatch = condition.OnlyIfETag is { } etag ? S3Bucket.Quoted(etag) : null,
                };
                // An upload begun with a checksum is completed with the checksum of each part, and no other may name any.
                if (bucket.PartChecksum is null)
                    request.AddPartETags(parts);
                else
                    request.AddPartETagsAndChecksums(parts);
                return bucket.Once.CompleteMultipartUploadAsync(request, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Call this when the upload has become an object.</summary>
    public void Forget() => _isForgotten = true;

    /// <summary>Aborts an incomplete upload, which would otherwise be billed until it is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isForgotten)
            await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_parts);
        }
        catch (Exception exception) when (exception is RunException or OperationCanceledException)
        {
            // The caller already has its failure, or has cancelled.
        }

        try
        {
            if (_id is not null && !_isForgotten)
                await AbortAsync(_id);
            if (_isAsked)
                await AbortTwinsAsync();
        }
        catch (RunException failure) when (failure.InnerException is not { } cause || !S3Failure.IsDenied(cause))
        {
            // The bucket's lifecycle rule for incomplete uploads deletes it later.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = key,
            RequestPayer = bucket.Payer,
            ChecksumAlgorithm = bucket.PartChecksum,
        };
        request.Metadata[S3Bucket.WriteId] = writeId;
        if (bucket.Options.KmsKey is { } kmsKey)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = kmsKey;
        }

        _isAsked = true;
        var outcome = await RequestOutcome.OfAsync(
            retriesConflicts: false, () => bucket.Once.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken);
        return outcome.Answer?.UploadId ?? throw S3Failure.Of(outcome.Refusal!, "s3:PutObject", bucket.Options, key);
    }

    async Task<UploadPartResponse> SendPartAsync(string id, int number, byte[] content, int count)
    {
        try
        {
            var request = new UploadPartRequest
            {
                BucketName = bucket.Name,
                Key = key,
                UploadId = id,
                PartNumber = number,
                PartSize = count,
                InputStream = new MemoryStream(content, 0, count, writable: false),
                ChecksumAlgorithm = bucket.PartChecksum,
                UseChunkEncoding = bucket.PartChecksum is not null,
                RequestPayer = bucket.Payer,
            };
            return await bucket.AskAsync("s3:PutObject", key, () => bucket.Client.UploadPartAsync(request, _stop.Token), _stop.Token);
        }
        finally
        {
            slots.Release();
            Buffers.Pool.Return(content);
        }
    }

    Task<AbortMultipartUploadResponse> AbortAsync(string id)
    {
        var request = new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = key, UploadId = id, RequestPayer = bucket.Payer };
        return bucket.AskAsync("s3:AbortMultipartUpload", key, () => bucket.Client.AbortMultipartUploadAsync(request), default);
    }

    /// <summary>Aborts uploads whose id is unknown because the answer to their start was lost.</summary>
    /// <remarks>
    /// They have no parts; another writer's upload of the same key has. Always checked, because .NET's HTTP client repeats a request
    /// without a body unnoticed if a reused connection breaks.
    /// </remarks>
    async Task AbortTwinsAsync()
    {
        var ask = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = key, RequestPayer = bucket.Payer };
        var pages = new Continuation($"s3:ListBucketMultipartUploads on s3://{bucket.Name}/{key}");
        do
        {
            var page = await bucket.AskAsync(
                "s3:ListBucketMultipartUploads", key, () => bucket.Client.ListMultipartUploadsAsync(ask), default);
            var uploads = page.MultipartUploads ?? [];
            foreach (var twin in uploads.Where(upload => upload.Key == key && upload.UploadId != _id))
                await AbortIfEmptyAsync(twin.UploadId);
            // Uploads are listed by key, and those of other keys follow.
            if (uploads.Any(upload => upload.Key != key))
                return;
            (ask.KeyMarker, ask.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
            if (pages.Next(page.IsTruncated == true, $"{ask.KeyMarker} {ask.UploadIdMarker}".Trim()) is null)
                return;
        }
        while (true);
    }

    async Task AbortIfEmptyAsync(string id)
    {
        var request = new ListPartsRequest { BucketName = bucket.Name, Key = key, UploadId = id, RequestPayer = bucket.Payer };
        var parts = await bucket.AskAsync(
            "s3:ListMultipartUploadParts", key, () => bucket.Client.ListPartsAsync(request), default);
        if (parts.Parts is null or [])
            await AbortAsync(id);
    }
}

using Amazon.S3.Model;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>Reads byte ranges of one version of an object; continues after a broken stream.</summary>
sealed class S3Range(S3Bucket bucket, ObjectStat stat)
{
    const int MostTears = 12;
    const int FirstPause = 20;

    /// <summary>A body that delivers nothing for this long is abandoned; long enough for a process that is paused for a while.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);

    public ObjectStat Stat => stat;

    string Action => S3Bucket.ReadAction(stat.Version);

    /// <summary>Fills the buffer from the offset. The range must be within the object.</summary>
    public async Task FillAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        for (var tears = 0; filled < buffer.Length; tears++)
        {
            var before = filled;
            try
            {
                using var answer = await GetAsync(offset + filled, buffer.Length - filled, cancellationToken);
                filled = await CopyAsync(answer.ResponseStream, buffer, filled, cancellationToken);
                if (filled == buffer.Length)
                    return;
            }
            catch (TornException torn)
            {
                filled = torn.Filled;
                if (tears >= MostTears)
                    throw S3Failure.Of(torn.InnerException!, Action, bucket.Options, stat.Key);
            }

            if (filled > before)
                tears = 0;
            else if (tears >= MostTears)
                throw new TransientException(
                    ProblemCode.StoreUnavailable,
                    $"{Action} on s3://{bucket.Name}/{stat.Key} ends before its end. "
                        + "Check the network; then start again: the run resumes.");
            await Pause.AfterAsync(tears + 1, FirstPause, TimeProvider.System, cancellationToken);
        }
    }

    public static TerminalException Changed(string bucket, string key) =>
        new(
            ProblemCode.SourceChanged,
            $"s3://{bucket}/{key} is no longer the requested version. Start again: the new version has its own run.");

    async Task<GetObjectResponse> GetAsync(long offset, int count, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = bucket.Name,
            Key = stat.Key,
            VersionId = stat.Version,
            EtagToMatch = S3Bucket.Quoted(stat.ETag),
            RequestPayer = bucket.Payer,
        };
        // A whole object is requested without a range: S3 then sends its checksum, and the SDK compares it.
        if (offset > 0 || count < stat.Size)
            request.ByteRange = new(offset, offset + count - 1);
        try
        {
            var answer = await bucket.Client.GetObjectAsync(request, cancellationToken);
            return answer.ContentLength <= count ? answer : throw Unranged(answer);
        }
        catch (Exception exception) when (S3Failure.IsPrecondition(exception) || S3Failure.Is(exception, "InvalidRange"))
        {
            throw Changed(bucket.Name, stat.Key);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw S3Failure.Of(exception, Action, bucket.Options, stat.Key);
        }
    }

    TerminalException Unranged(GetObjectResponse answer)
    {
        answer.Dispose();
        return new(
            ProblemCode.StoreUnavailable,
            $"{Action} on s3://{bucket.Name}/{stat.Key}: the store ignores ranges and sent {answer.ContentLength} bytes. "
                + "'duffbeer check --store' shows what else it lacks.");
    }

    static async Task<int> CopyAsync(Stream from, Memory<byte> buffer, int filled, CancellationToken cancellationToken)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = filled;
        try
        {
            while (filled < buffer.Length)
            {
                stalled.CancelAfter(s_patience);
                var read = await from.ReadAsync(buffer[filled..], stalled.Token);
                if (read == 0)
                    return filled;
                filled += read;
            }

            // The SDK compares checksums at the end of the stream.
            stalled.CancelAfter(s_patience);
            return await from.ReadAsync(new byte[1], stalled.Token) == 0
                ? filled
                : throw new IOException("S3 sent more bytes than requested.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // All bytes that failed their checksum are read again.
            throw new TornException(exception, exception is Amazon.Runtime.AmazonClientException ? start : filled);
        }
        finally
        {
            CostMeter.Spend(new() { BytesDownloaded = filled - start });
        }
    }

    sealed class TornException(Exception cause, int filled) : Exception(cause.Message, cause)
    {
        public int Filled => filled;
    }
}

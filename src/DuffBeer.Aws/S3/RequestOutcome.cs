using Amazon.Runtime;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.S3;

/// <summary>The outcome of a request that must not be repeated unnoticed.</summary>
/// <param name="Answer">Null if it was refused.</param>
/// <param name="IsAmbiguous">This or an earlier try may have succeeded although its answer was lost.</param>
sealed record RequestOutcome<T>(T? Answer, Exception? Refusal, bool IsAmbiguous) where T : class;

static class RequestOutcome
{
    const int Tries = 7;
    const int FirstPause = 100;

    /// <summary>Retries if the answer is lost, and reports whether that happened.</summary>
    /// <param name="retriesConflicts">
    /// Whether to retry after a conflict of two writers, of whom S3 served neither. A multipart upload must be begun again instead.
    /// </param>
    public static async Task<RequestOutcome<T>> OfAsync<T>(
        bool retriesConflicts, Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse
    {
        var isAmbiguous = false;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(await ask(), null, isAmbiguous);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                var isConflict = retriesConflicts && S3Failure.IsConflict(exception);
                isAmbiguous |= S3Failure.IsAmbiguous(exception);
                if (tries == Tries || !(isConflict || S3Failure.IsAmbiguous(exception)))
                    return new(null, exception, isAmbiguous);
            }

            await Pause.AfterAsync(tries, FirstPause, TimeProvider.System, cancellationToken);
        }
    }
}

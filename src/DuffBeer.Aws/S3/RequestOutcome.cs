using Amazon.Runtime;

namespace DuffBeer.Aws.S3;

/// <summary>How a request ended that must not be repeated unseen.</summary>
/// <param name="Answer">Null where it was refused.</param>
/// <param name="IsAmbiguous">An earlier try, or this one, may have been carried out although its answer did not come.</param>
sealed record RequestOutcome<T>(T? Answer, Exception? Refusal, bool IsAmbiguous) where T : class;

static class RequestOutcome
{
    const int Tries = 7;

    /// <summary>Tries again where the answer did not come, and reports whether that happened.</summary>
    public static async Task<RequestOutcome<T>> OfAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
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
                // Two writers at the same instant: S3 asks one of them to come again, and has done nothing.
                var isConflict = S3Failure.Is(exception, "ConditionalRequestConflict");
                isAmbiguous |= S3Failure.IsAmbiguous(exception);
                if (tries == Tries || !(isConflict || S3Failure.IsAmbiguous(exception)))
                    return new(null, exception, isAmbiguous);
            }

            await Task.Delay(Random.Shared.Next(20, 50 << tries), cancellationToken);
        }
    }
}

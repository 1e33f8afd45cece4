using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>Runs activities on the thread pool, with bounded parallelism, and retries those that fail.</summary>
sealed class ActivityWorkers(int parallelism, TimeProvider time, Random random) : IDisposable
{
    readonly SemaphoreSlim _free = new(parallelism);

    /// <summary>The activity's value; throws <see cref="TerminalException"/> when all tries have failed.</summary>
    public async Task<JsonElement> RunAsync(
        Func<CancellationToken, Task<JsonElement>> activity, RetryPolicy retry, Action<int> began, Action<int, Exception, TimeSpan> retried,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(activity, () => began(attempt), cancellationToken);
            }
            catch (Exception failure) when (failure is not TerminalException && !cancellationToken.IsCancellationRequested)
            {
                if (attempt >= retry.MaxAttempts)
                    throw new TerminalException((failure as RunException)?.Code ?? ProblemCode.Internal, failure.Message, failure);
                var wait = retry.IntervalAfter(attempt) * Jitter();
                retried(attempt, failure, wait);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    public void Dispose() => _free.Dispose();

    async Task<JsonElement> TryAsync(Func<CancellationToken, Task<JsonElement>> activity, Action began, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            began();
            return await Task.Run(() => activity(cancellationToken), cancellationToken);
        }
        finally
        {
            _free.Release();
        }
    }

    // Between 0.8 and 1.2, so that chunks that failed together do not retry together.
    double Jitter()
    {
        lock (random)
            return 0.8 + (random.NextDouble() * 0.4);
    }
}

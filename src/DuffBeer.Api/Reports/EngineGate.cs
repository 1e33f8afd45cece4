using System.Threading.RateLimiting;
using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Caps concurrent queries, and turns callers away where too many wait already.</summary>
sealed class EngineGate(int atOnce, int mostWaiting) : IDisposable
{
    readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = atOnce,
        QueueLimit = mostWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async Task<T> PassAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        using var permit = await _limiter.AcquireAsync(1, cancellationToken);
        return permit.IsAcquired
            ? await question()
            : throw new ApiException(ApiProblem.Overloaded("Too many reports are being computed. Come back in a few seconds."));
    }

    public void Dispose() => _limiter.Dispose();
}

using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Caps concurrent queries, and refuses further ones if too many already wait.</summary>
/// <param name="mostStreams">Maximum open streams, whether the engine is computing for them or not.</param>
sealed class EngineGate(int atOnce, int mostWaiting, int mostStreams) : IDisposable
{
    // A stream that has begun is never refused, so each has a place in the queue.
    readonly ConcurrencyLimiter _queries = new(new()
    {
        PermitLimit = atOnce,
        QueueLimit = atOnce + mostWaiting + mostStreams,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    readonly ConcurrencyLimiter _places = new(new() { PermitLimit = atOnce + mostWaiting, QueueLimit = 0 });

    readonly ConcurrencyLimiter _streams = new(new() { PermitLimit = mostStreams, QueueLimit = 0 });

    /// <summary>Runs the query in its turn.</summary>
    public async Task<T> PassAsync<T>(Func<Task<T>> query, CancellationToken cancellationToken)
    {
        using var place = _places.AttemptAcquire();
        return place.IsAcquired ? await InTurnAsync(query, cancellationToken) : throw Overloaded();
    }

    /// <summary>Takes a query slot per batch of a stream, so that a slow reader does not block others.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        IAsyncEnumerable<T> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var open = _streams.AttemptAcquire();
        if (!open.IsAcquired)
            throw Overloaded();
        await using var stream = batches.GetAsyncEnumerator(cancellationToken);
        var hasBatch = await PassAsync(NextAsync, cancellationToken);
        while (hasBatch)
        {
            yield return stream.Current;
            hasBatch = await InTurnAsync(NextAsync, cancellationToken);
        }

        Task<bool> NextAsync() => stream.MoveNextAsync().AsTask();
    }

    public void Dispose()
    {
        _queries.Dispose();
        _places.Dispose();
        _streams.Dispose();
    }

    async Task<T> InTurnAsync<T>(Func<Task<T>> query, CancellationToken cancellationToken)
    {
        using var permit = await _queries.AcquireAsync(1, cancellationToken);
        return permit.IsAcquired ? await query() : throw Overloaded();
    }

    static ApiException Overloaded() => new(ApiProblem.Overloaded("Too many reports are being computed. Try again in a few seconds."));
}

using System.Runtime.CompilerServices;
using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Caps concurrent queries; where too many already wait, further ones are refused.</summary>
/// <param name="mostStreams">Streams that may be open at a time, whether the engine computes for them or not.</param>
sealed class EngineGate(int atOnce, int mostWaiting, int mostStreams) : IDisposable
{
    readonly SemaphoreSlim _free = new(atOnce);
    int _waiting;
    int _streams;

    public async Task<T> PassAsync<T>(Func<Task<T>> query, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > mostWaiting + atOnce)
        {
            Interlocked.Decrement(ref _waiting);
            throw Overloaded();
        }

        try
        {
            return await InTurnAsync(query, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Passes every batch of a stream by itself, so that a slow reader takes no place from others.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        IAsyncEnumerable<T> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) > mostStreams)
                throw Overloaded();
            await using var stream = batches.GetAsyncEnumerator(cancellationToken);
            var hasBatch = await PassAsync(NextAsync, cancellationToken);
            while (hasBatch)
            {
                yield return stream.Current;
                // A stream that has begun is not refused any more.
                hasBatch = await InTurnAsync(NextAsync, cancellationToken);
            }

            Task<bool> NextAsync() => stream.MoveNextAsync().AsTask();
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    public void Dispose() => _free.Dispose();

    async Task<T> InTurnAsync<T>(Func<Task<T>> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await query();
        }
        finally
        {
            _free.Release();
        }
    }

    static ApiException Overloaded() => new(ApiProblem.Overloaded("Too many reports are being computed. Try again in a few seconds."));
}

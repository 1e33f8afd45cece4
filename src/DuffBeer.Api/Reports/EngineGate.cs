using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Lets so many questions to the engine at once, and turns callers away where too many wait already.</summary>
sealed class EngineGate(int atOnce, int mostWaiting) : IDisposable
{
    readonly SemaphoreSlim _free = new(atOnce);
    int _waiting;

    public async Task<T> PassAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > mostWaiting + atOnce)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ApiException(ApiProblem.Overloaded("Too many reports are being computed. Come back in some seconds."));
        }

        try
        {
            await _free.WaitAsync(cancellationToken);
            try
            {
                return await question();
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _free.Dispose();
}

using System.Collections.Concurrent;

namespace DuffBeer.Aws.Glue;

/// <summary>Results that hold for the life of this process, each fetched once. A failed attempt is forgotten.</summary>
sealed class Remembered<T>
{
    readonly ConcurrentDictionary<string, Lazy<Task<T>>> _known = new(StringComparer.Ordinal);

    /// <param name="see">
    /// Runs once for all concurrent callers without a caller's token, so one caller's cancellation does not affect the others.
    /// </param>
    public async Task<T> GetAsync(string key, Func<CancellationToken, Task<T>> see, CancellationToken cancellationToken)
    {
        var seen = _known.GetOrAdd(key, _ => new(() => see(CancellationToken.None)));
        try
        {
            return await seen.Value.WaitAsync(cancellationToken);
        }
        catch when (seen.Value.IsFaulted)
        {
            _known.TryRemove(new(key, seen));
            throw;
        }
    }
}

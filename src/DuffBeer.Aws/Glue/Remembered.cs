using System.Collections.Concurrent;

namespace DuffBeer.Aws.Glue;

/// <summary>What was seen to be so once in this process, so that it is not asked again. A try that failed is forgotten.</summary>
sealed class Remembered<T>
{
    readonly ConcurrentDictionary<string, Lazy<Task<T>>> _known = new(StringComparer.Ordinal);

    /// <param name="see">Runs once for all who ask meanwhile, so it gets nobody's token: who gives up leaves the others their answer.</param>
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

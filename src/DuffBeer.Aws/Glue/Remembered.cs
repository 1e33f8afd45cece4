using System.Collections.Concurrent;

namespace DuffBeer.Aws.Glue;

/// <summary>What was seen to be so once in this process, so that it is not asked again. A try that failed is forgotten.</summary>
sealed class Remembered<T>
{
    readonly ConcurrentDictionary<string, Lazy<Task<T>>> _known = new(StringComparer.Ordinal);

    public async Task<T> GetAsync(string key, Func<Task<T>> see)
    {
        var seen = _known.GetOrAdd(key, _ => new(see));
        try
        {
            return await seen.Value;
        }
        catch
        {
            _known.TryRemove(new(key, seen));
            throw;
        }
    }
}

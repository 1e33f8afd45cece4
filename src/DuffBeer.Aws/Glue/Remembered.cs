using System.Collections.Concurrent;

namespace DuffBeer.Aws.Glue;

/// <summary>Results that are fetched once and hold for a time. A failed attempt is forgotten.</summary>
/// <param name="life">How long a result holds. Default: as long as this process.</param>
sealed class Remembered<T>(TimeSpan? life = null, TimeProvider? time = null)
{
    readonly TimeProvider _time = time ?? TimeProvider.System;
    readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <param name="see">
    /// Runs once for all concurrent callers without a caller's token, so one caller's cancellation does not affect the others.
    /// </param>
    public async Task<T> GetAsync(string key, Func<CancellationToken, Task<T>> see, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key, out var known) && life is { } limit && _time.GetElapsedTime(known.Since) >= limit)
            _known.TryRemove(new(key, known));
        var seen = _known.GetOrAdd(key, _ => new(_time.GetTimestamp(), new(() => see(CancellationToken.None))));
        try
        {
            return await seen.Value.Value.WaitAsync(cancellationToken);
        }
        catch when (seen.Value.Value.IsFaulted)
        {
            _known.TryRemove(new(key, seen));
            throw;
        }
    }

    public void Forget() => _known.Clear();

    sealed record Entry(long Since, Lazy<Task<T>> Value);
}

using DuffBeer.Api.Http;
using DuffBeer.Core.Ports;

namespace DuffBeer.Api.Reports;

/// <summary>The answers used last, by ETag, bounded in bytes.</summary>
/// <remarks>A tag covers snapshot, SQL and parameters, so an answer is never stale.</remarks>
sealed class ReportCache(long mostBytes)
{
    readonly RecentlyUsed<string, CachedBody> _answers = new(mostBytes, body => body.Bytes);

    readonly Lock _lock = new();
    int _cleared;

    /// <summary>The answer of a tag, computed unless it is kept.</summary>
    public async Task<CachedBody> GetAsync(string tag, Func<Task<byte[]>> compute)
    {
        if (_answers.Find(tag) is { } known)
            return known;
        var before = Volatile.Read(ref _cleared);
        var cached = new CachedBody(await compute());
        lock (_lock)
        {
            // One answer must not evict all others, and none stays that was begun before all were dropped.
            if (cached.Bytes <= mostBytes / 8 && before == _cleared)
                _answers.Add(tag, cached);
        }

        return cached;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _cleared++;
            _answers.Clear();
        }
    }
}

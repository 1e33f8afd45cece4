using DuffBeer.Api.Http;
using DuffBeer.Core.Ports;

namespace DuffBeer.Api.Reports;

/// <summary>The answers used last, by ETag, bounded in bytes.</summary>
/// <remarks>A tag covers snapshot, SQL and parameters, so an answer is never stale.</remarks>
sealed class ReportCache(long mostBytes)
{
    readonly RecentlyUsed<string, CachedBody> _answers = new(mostBytes, body => body.Bytes);

    public CachedBody? Find(string tag) => _answers.Find(tag);

    public CachedBody Add(string tag, byte[] body)
    {
        var cached = new CachedBody(body);
        // One answer must not evict all others.
        if (cached.Bytes <= mostBytes / 8)
            _answers.Add(tag, cached);
        return cached;
    }
}

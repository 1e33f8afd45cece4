using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>LRU cache of answers by ETag, bounded in bytes.</summary>
/// <remarks>A tag covers snapshot, SQL and parameters, so an answer is never stale.</remarks>
sealed class ReportCache(long mostBytes)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, LinkedListNode<(string Tag, CachedBody Body)>> _byTag = new(StringComparer.Ordinal);
    readonly LinkedList<(string Tag, CachedBody Body)> _recent = [];

    public long Bytes { get; private set; }

    public CachedBody? Find(string tag)
    {
        lock (_lock)
        {
            if (!_byTag.TryGetValue(tag, out var node))
                return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Body;
        }
    }

    public CachedBody Add(string tag, byte[] body)
    {
        var cached = new CachedBody(body);
        lock (_lock)
        {
            // One answer must not evict all others.
            if (cached.Bytes > mostBytes / 8 || _byTag.ContainsKey(tag))
                return cached;
            _byTag[tag] = _recent.AddFirst((tag, cached));
            Bytes += cached.Bytes;
            while (Bytes > mostBytes && _recent.Last is { } last)
            {
                _recent.RemoveLast();
                _byTag.Remove(last.Value.Tag);
                Bytes -= last.Value.Body.Bytes;
            }
        }

        return cached;
    }
}

using DuffBeer.Api.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Answers by their tag, the least recently asked leave first once all together are over the bound.</summary>
/// <remarks>A tag names snapshot, SQL and parameters, so that an answer is never out of date.</remarks>
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
            // One answer may not push all others out.
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

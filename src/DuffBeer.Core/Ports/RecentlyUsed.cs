namespace DuffBeer.Core.Ports;

/// <summary>Keeps values in memory, those used last; safe for concurrent use.</summary>
/// <param name="most">The weight of all that is kept; a single heavier value is kept alone.</param>
/// <param name="weightOf">At least 1 counts for each value.</param>
public sealed class RecentlyUsed<TKey, TValue>(long most, Func<TValue, long> weightOf)
    where TKey : notnull
    where TValue : class
{
    readonly Lock _lock = new();
    readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _kept = [];

    // The one used last is the first.
    readonly LinkedList<(TKey Key, TValue Value)> _used = [];
    long _weight;

    public TValue? Find(TKey key)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(key, out var kept))
                return null;
            _used.Remove(kept);
            _used.AddFirst(kept);
            return kept.Value.Value;
        }
    }

    /// <summary>Keeps the value, unless there is one of the key.</summary>
    public void Add(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_kept.ContainsKey(key))
                return;
            _weight += WeightOf(value);
            while (_weight > most && _used.Last is { } oldest)
            {
                _used.RemoveLast();
                _kept.Remove(oldest.Value.Key);
                _weight -= WeightOf(oldest.Value.Value);
            }

            _kept[key] = _used.AddFirst((key, value));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _kept.Clear();
            _used.Clear();
            _weight = 0;
        }
    }

    long WeightOf(TValue value) => Math.Max(1, weightOf(value));
}

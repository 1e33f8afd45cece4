using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Documents of a lake that never change, those used last: all readers of one store in a process share them.</summary>
/// <param name="most">The weight of all that is kept; a single heavier value is kept alone.</param>
/// <param name="weightOf">At least 1 counts for each value.</param>
sealed class LakeCache<TKey, TValue>(int most, Func<TValue, int> weightOf)
    where TKey : notnull
    where TValue : class
{
    readonly ConditionalWeakTable<IObjectStore, OfLake> _lakes = [];

    public OfLake Of(IObjectStore lake) => _lakes.GetValue(lake, _ => new(most, weightOf));

    public sealed class OfLake(int most, Func<TValue, int> weightOf)
    {
        readonly Lock _lock = new();
        readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _kept = [];

        // The one used last is the first.
        readonly LinkedList<(TKey Key, TValue Value)> _used = [];
        int _weight;

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

        int WeightOf(TValue value) => Math.Max(1, weightOf(value));
    }
}

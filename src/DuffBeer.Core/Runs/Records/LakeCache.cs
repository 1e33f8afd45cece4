using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>What this process keeps in memory of the documents of a lake.</summary>
static class LakeCaches
{
    static readonly Lock s_lock = new();
    static readonly List<Action<IObjectStore>> s_all = [];

    /// <summary>Drops all of them, because documents were deleted that must not stay anywhere.</summary>
    public static void Forget(IObjectStore lake)
    {
        lock (s_lock)
            s_all.ForEach(forget => forget(lake));
    }

    public static void Add(Action<IObjectStore> forget)
    {
        lock (s_lock)
            s_all.Add(forget);
    }
}

/// <summary>Documents of a lake that never change, those used last: all readers of one store in a process share them.</summary>
/// <inheritdoc cref="RecentlyUsed{TKey, TValue}"/>
sealed class LakeCache<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    readonly ConditionalWeakTable<IObjectStore, RecentlyUsed<TKey, TValue>> _lakes = [];
    readonly long _most;
    readonly Func<TValue, long> _weightOf;

    public LakeCache(long most, Func<TValue, long> weightOf)
    {
        (_most, _weightOf) = (most, weightOf);
        LakeCaches.Add(lake =>
        {
            if (_lakes.TryGetValue(lake, out var kept))
                kept.Clear();
        });
    }

    public RecentlyUsed<TKey, TValue> Of(IObjectStore lake) => _lakes.GetValue(lake, _ => new(_most, _weightOf));
}

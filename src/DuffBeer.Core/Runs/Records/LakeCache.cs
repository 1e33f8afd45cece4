using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Documents of a lake that never change, those used last: all readers of one store in a process share them.</summary>
/// <inheritdoc cref="RecentlyUsed{TKey, TValue}"/>
sealed class LakeCache<TKey, TValue>(long most, Func<TValue, long> weightOf)
    where TKey : notnull
    where TValue : class
{
    readonly ConditionalWeakTable<IObjectStore, RecentlyUsed<TKey, TValue>> _lakes = [];

    public RecentlyUsed<TKey, TValue> Of(IObjectStore lake) => _lakes.GetValue(lake, _ => new(most, weightOf));
}

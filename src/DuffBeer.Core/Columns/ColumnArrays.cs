using System.Collections.Concurrent;
using System.Numerics;

namespace DuffBeer.Core.Columns;

/// <summary>
/// Column arrays reused from chunk to chunk: a chunk with many partitions needs thousands, more than the shared pool keeps.
/// </summary>
/// <remarks>Code that fills columns holds a reference; once none is left, the next full collection frees all its arrays.</remarks>
sealed class ColumnArrays
{
    const int LeastBits = 10;

    // By powers of two; larger arrays are not kept.
    const int Sizes = 27;

    static readonly WeakReference<ColumnArrays?> s_current = new(null);

    readonly ConcurrentDictionary<Type, ConcurrentBag<Array>[]> _free = [];

    public static ColumnArrays Current
    {
        get
        {
            lock (s_current)
            {
                if (!s_current.TryGetTarget(out var arrays))
                    s_current.SetTarget(arrays = new());
                return arrays;
            }
        }
    }

    /// <summary>An array of at least this many values, not cleared. A free one is used even if it is much larger.</summary>
    public T[] Rent<T>(int atLeast)
    {
        var least = Math.Max(LeastBits, BitOperations.Log2((uint)atLeast - 1) + 1);
        foreach (var free in Free(typeof(T)).AsSpan(Math.Min(least, Sizes)..))
        {
            if (free.TryTake(out var array))
                return (T[])array;
        }

        return GC.AllocateUninitializedArray<T>(least < Sizes ? 1 << least : atLeast);
    }

    public void Return<T>(T[] array)
    {
        if (array.Length is >= 1 << LeastBits and < 1 << Sizes && BitOperations.IsPow2(array.Length))
            Free(typeof(T))[BitOperations.Log2((uint)array.Length)].Add(array);
    }

    ConcurrentBag<Array>[] Free(Type type) =>
        _free.GetOrAdd(type, _ => [.. Enumerable.Range(0, Sizes).Select(_ => new ConcurrentBag<Array>())]);
}

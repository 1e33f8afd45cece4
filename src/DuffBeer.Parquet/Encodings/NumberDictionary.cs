using System.Numerics;
using System.Runtime.CompilerServices;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Finds a number's index among the distinct ones so far: with a table if they are close together, otherwise by hashing.</summary>
/// <remarks>Allocates nothing once it has grown.</remarks>
sealed class NumberDictionary<T> where T : unmanaged, IBinaryInteger<T>
{
    const int SmallestTable = 256;

    /// <summary>The widest range for a table of indices: it still fits the processor's cache.</summary>
    const int MaxDirect = 1 << 17;

    /// <summary>Below this number slots are cheap and may stay empty: a second probe is a branch that processors mispredict.</summary>
    const int FewSlots = 1 << 16;

    /// <summary>Odd, and unknown outside, so that no file can make all values collide. Indices do not depend on it.</summary>
    static readonly ulong s_multiplier = (ulong)Random.Shared.NextInt64() << 1 | 1;

    /// <summary>Index + 1 of each number from the smallest on, or of a hash; 0 if free.</summary>
    int[] _places = [];

    /// <summary>A number above the smallest, and its index + 1; 0 if free. At most half of the used slots are taken.</summary>
    ulong[] _slots = [];

    T[] _entries = new T[SmallestTable / 2];
    int _count;
    int _total;
    bool _judged;
    int _shift;

    public ReadOnlySpan<T> Entries => _entries.AsSpan(0, _count);

    /// <summary>Bytes of memory kept.</summary>
    public long Held =>
        (long)_places.Length * sizeof(int) + (long)_slots.Length * sizeof(ulong) + (long)_entries.Length * Unsafe.SizeOf<T>();

    /// <summary>Writes each value's index; false as soon as the values hardly repeat.</summary>
    /// <param name="max">Upper bound of the values, as <paramref name="min"/> is the lower.</param>
    public bool TryIndex(ReadOnlySpan<T> values, T min, T max, int maxEntries, Span<int> indices)
    {
        (_count, _total, _judged) = (0, values.Length, false);
        var range = ulong.CreateTruncating(max) - ulong.CreateTruncating(min);
        if (range < (ulong)Math.Min(MaxDirect, Math.Max(SmallestTable, values.Length * 4L)))
            return TryIndexByTable(values, min, (int)range + 1, maxEntries, indices);
        return range <= uint.MaxValue
            ? TryIndexAbove(values, min, maxEntries, indices)
            : TryIndexAny(values, maxEntries, indices);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryIndexByTable(ReadOnlySpan<T> values, T min, int range, int maxEntries, Span<int> indices)
    {
        if (_places.Length < range)
            _places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)range)];
        var places = _places.AsSpan(0, range);
        places.Clear();
        indices = indices[..values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            ref var place = ref places[int.CreateTruncating(values[at] - min)];
            if (place == 0)
            {
                if (!TryAdd(values[at], at, maxEntries))
                    return false;
                place = _count;
            }

            indices[at] = place - 1;
        }

        return true;
    }

    /// <summary>For values less than 2^32 above the smallest: one load finds both number and index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryIndexAbove(ReadOnlySpan<T> values, T min, int maxEntries, Span<int> indices)
    {
        var slots = Use(ref _slots, SmallestTable);
        indices = indices[..values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            var above = uint.CreateTruncating(values[at] - min);
            var slot = Find(slots, above);
            if (slots[slot] == 0)
            {
                if (!TryAdd(values[at], at, maxEntries))
                    return false;
                slots[slot] = (ulong)above << 32 | (uint)_count;
                if (_count == (slots.Length < FewSlots ? slots.Length / 4 : slots.Length / 2))
                {
                    slots = Use(ref _slots, slots.Length * 4);
                    for (var place = 0; place < _count; place++)
                    {
                        var entry = uint.CreateTruncating(_entries[place] - min);
                        slots[Find(slots, entry)] = (ulong)entry << 32 | (uint)(place + 1);
                    }
                }

                indices[at] = _count - 1;
                continue;
            }

            indices[at] = (int)(uint)slots[slot] - 1;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool TryIndexAny(ReadOnlySpan<T> values, int maxEntries, Span<int> indices)
    {
        var places = Use(ref _places, SmallestTable);
        for (var at = 0; at < values.Length; at++)
        {
            var slot = Find(places, values[at]);
            if (places[slot] == 0)
            {
                if (!TryAdd(values[at], at, maxEntries))
                    return false;
                places[slot] = _count;
                if (_count == places.Length / 2)
                {
                    places = Use(ref _places, places.Length * 4);
                    for (var place = 0; place < _count; place++)
                        places[Find(places, _entries[place])] = place + 1;
                }

                indices[at] = _count - 1;
                continue;
            }

            indices[at] = places[slot] - 1;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool TryAdd(T value, int seen, int maxEntries)
    {
        if (_count == maxEntries || DictionaryLimits.HardlyRepeats(_count + 1, seen))
            return false;
        if (seen >= DictionaryLimits.Trial && !_judged)
        {
            _judged = true;
            if (DictionaryLimits.Expected(_count, seen, _total) > maxEntries)
                return false;
        }

        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        _entries[_count++] = value;
        return true;
    }

    /// <summary>The number's slot, or the free one for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Find(Span<ulong> slots, uint above)
    {
        var slot = (int)(above * s_multiplier >> _shift);
        while (slots[slot] != 0 && slots[slot] >> 32 != above)
            slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    int Find(Span<int> places, T value)
    {
        var slot = (int)(ulong.CreateTruncating(value) * s_multiplier >> _shift);
        while (places[slot] != 0 && _entries[places[slot] - 1] != value)
            slot = (slot + 1) & (places.Length - 1);
        return slot;
    }

    Span<TSlot> Use<TSlot>(ref TSlot[] slots, int length)
    {
        if (slots.Length < length)
            slots = new TSlot[length];
        else
            Array.Clear(slots, 0, length);
        _shift = 64 - BitOperations.Log2((uint)length);
        return slots.AsSpan(0, length);
    }
}

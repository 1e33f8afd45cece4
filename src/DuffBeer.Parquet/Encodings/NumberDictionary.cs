using System.Numerics;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Finds a number's place among the distinct ones seen before: open addressing, no allocation once it has grown.</summary>
sealed class NumberDictionary<T> where T : unmanaged, IBinaryInteger<T>
{
    const int SmallestTable = 256;

    /// <summary>Odd and unknown outside, so that no file can be made whose values all collide. Places do not depend on it.</summary>
    static readonly ulong s_multiplier = (ulong)Random.Shared.NextInt64() << 1 | 1;

    /// <summary>Place + 1 of an entry; 0 where free. At most half of the slots in use are taken.</summary>
    int[] _slots = new int[SmallestTable];
    T[] _entries = new T[SmallestTable / 2];
    int _slotsInUse;
    int _count;

    public ReadOnlySpan<T> Entries => _entries.AsSpan(0, _count);

    /// <summary>Bytes of all entries in plain encoding.</summary>
    public unsafe int Bytes => _count * sizeof(T);

    /// <summary>Writes each value's index; false as soon as the values prove not repetitive.</summary>
    public unsafe bool TryIndex(ReadOnlySpan<T> values, Span<int> indices)
    {
        _count = 0;
        Use(SmallestTable);
        for (var at = 0; at < values.Length; at++)
        {
            var slot = Find(values[at]);
            if (_slots[slot] == 0)
            {
                if (DictionaryLimits.Outgrown(_count + 1, (_count + 1L) * sizeof(T), at))
                    return false;
                slot = Add(values[at], slot);
            }

            indices[at] = _slots[slot] - 1;
        }

        return true;
    }

    /// <summary>The value's slot, or the free one where it belongs.</summary>
    int Find(T value)
    {
        var slots = _slots;
        var mask = _slotsInUse - 1;
        var slot = (int)(ulong.CreateTruncating(value) * s_multiplier >> 32) & mask;
        while (slots[slot] != 0 && _entries[slots[slot] - 1] != value)
            slot = (slot + 1) & mask;
        return slot;
    }

    int Add(T value, int slot)
    {
        if (_count == _slotsInUse / 2)
        {
            Grow();
            slot = Find(value);
        }

        _entries[_count++] = value;
        _slots[slot] = _count;
        return slot;
    }

    void Grow()
    {
        Use(_slotsInUse * 4);
        for (var place = 0; place < _count; place++)
            _slots[Find(_entries[place])] = place + 1;
    }

    void Use(int slots)
    {
        if (_slots.Length < slots)
            _slots = new int[slots];
        else
            Array.Clear(_slots, 0, slots);
        if (_entries.Length < slots / 2)
            Array.Resize(ref _entries, slots / 2);
        _slotsInUse = slots;
    }
}

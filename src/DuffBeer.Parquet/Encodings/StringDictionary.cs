using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Finds a string's index among the distinct ones so far by its bytes: open addressing, without strings or copies.</summary>
sealed class StringDictionary
{
    const int SmallestTable = 256;
    const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Unknown outside, so that no file can make all values collide. Indices do not depend on it.</summary>
    static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();

    /// <summary>Index + 1 of an entry; 0 if free. At most half of the used slots are taken.</summary>
    Slot[] _slots = new Slot[SmallestTable];
    int[] _firsts = new int[SmallestTable / 2];
    uint[] _hashes = new uint[SmallestTable / 2];
    int _slotsInUse;

    int _count;

    /// <summary>Bytes of all entries in plain encoding.</summary>
    public int Bytes { get; private set; }

    /// <summary>For each entry, the index of its first value.</summary>
    public ReadOnlySpan<int> Firsts => _firsts.AsSpan(0, _count);

    /// <summary>Bytes of memory kept.</summary>
    public long Held => (long)_slots.Length * sizeof(ulong) + (long)_firsts.Length * (sizeof(int) + sizeof(uint));

    /// <summary>Writes each value's index; false as soon as the values hardly repeat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryIndex(ByteStrings values, Span<int> indices)
    {
        _count = Bytes = 0;
        Use(SmallestTable);
        var judged = false;
        for (var at = 0; at < values.Count; at++)
        {
            var value = values[at];
            var hash = Hash(value);
            var slot = Find(values, value, hash);
            if (_slots[slot].Place == 0)
            {
                var bytes = (long)Bytes + sizeof(int) + value.Length;
                if (bytes > DictionaryLimits.MaxBytes || DictionaryLimits.HardlyRepeats(_count + 1, at))
                    return false;
                if (at >= DictionaryLimits.Trial && !judged)
                {
                    judged = true;
                    if (DictionaryLimits.Expected(_count, at, values.Count) * Bytes / _count > DictionaryLimits.MaxBytes)
                        return false;
                }

                Bytes = (int)bytes;
                slot = Add(at, hash, slot);
            }

            indices[at] = _slots[slot].Place - 1;
        }

        return true;
    }

    /// <summary>The value's slot, or the free one for it.</summary>
    int Find(ByteStrings values, ReadOnlySpan<byte> value, uint hash)
    {
        var mask = _slotsInUse - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var taken = _slots[slot];
            if (taken.Place == 0 || (taken.Hash == hash && values[_firsts[taken.Place - 1]].SequenceEqual(value)))
                return slot;
        }
    }

    int FindFree(uint hash)
    {
        var mask = _slotsInUse - 1;
        var slot = (int)hash & mask;
        while (_slots[slot].Place != 0)
            slot = (slot + 1) & mask;
        return slot;
    }

    int Add(int first, uint hash, int slot)
    {
        if (_count == _slotsInUse / 2)
        {
            Grow();
            slot = FindFree(hash);
        }

        _firsts[_count] = first;
        _hashes[_count++] = hash;
        _slots[slot] = new(hash, _count);
        return slot;
    }

    void Grow()
    {
        Use(_slotsInUse * 4);
        for (var place = 0; place < _count; place++)
            _slots[FindFree(_hashes[place])] = new(_hashes[place], place + 1);
    }

    void Use(int slots)
    {
        if (_slots.Length < slots)
            _slots = new Slot[slots];
        else
            Array.Clear(_slots, 0, slots);
        if (_firsts.Length < slots / 2)
        {
            Array.Resize(ref _firsts, slots / 2);
            Array.Resize(ref _hashes, slots / 2);
        }

        _slotsInUse = slots;
    }

    static uint Hash(ReadOnlySpan<byte> value)
    {
        var hash = s_seed ^ (ulong)value.Length;
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value));
        if (value.Length >= sizeof(uint))
            hash = Mix(
                hash ^ BinaryPrimitives.ReadUInt32LittleEndian(value) ^ (ulong)BinaryPrimitives.ReadUInt32LittleEndian(
                    value[^sizeof(uint)..]) << 32);
        else if (!value.IsEmpty)
            hash = Mix(hash ^ (value[0] | (uint)value[value.Length / 2] << 8 | (uint)value[^1] << 16));
        return (uint)(hash >> 32);
    }

    static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }

    readonly record struct Slot(uint Hash, int Place);
}

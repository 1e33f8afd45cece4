using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Rows;

/// <summary>The distinct values of one string column of a chunk, numbered as they came: open addressing on the bytes, no string made.</summary>
/// <remarks>One instance belongs to one thread. Partitions share it, so a value is looked up once however many partitions there are.</remarks>
public sealed class StringCodes
{
    /// <summary>Beyond these bytes look-ups leave the processor's cache.</summary>
    const int MaxBytes = 2 << 20;

    /// <summary>Values to see before the share of repeats is judged.</summary>
    const int Trial = 16_384;

    const int FirstSlots = 256;

    /// <summary>Unknown outside, so that no file can be made whose values all collide. Codes do not depend on it.</summary>
    static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();

    readonly record struct Slot(uint Hash, int Code);

    // Code + 1; 0 where free. At most half of the slots are taken.
    Slot[] _slots = new Slot[FirstSlots];
    int[] _ends = new int[FirstSlots / 2];
    byte[] _bytes = new byte[FirstSlots * 8];
    int _length;
    long _seen;

    public int Count { get; private set; }

    /// <summary>Bytes of memory that it holds.</summary>
    public long Held => (long)_slots.Length * 8 + (long)_ends.Length * sizeof(int) + _bytes.Length;

    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            var begin = code == 0 ? 0 : _ends[code - 1];
            return _bytes.AsSpan(begin, _ends[code] - begin);
        }
    }

    /// <summary>Whether the column repeats too little for codes to be worth their while.</summary>
    public bool IsOutgrown => _length > MaxBytes || (_seen >= Trial && Count > _seen - _seen / 16);

    /// <summary>Tells how many values were coded since the last time, for <see cref="IsOutgrown"/>.</summary>
    internal void Saw(int values) => _seen += values;

    /// <summary>The value's code, a new one where it is new.</summary>
    public int CodeOf(ReadOnlySpan<byte> value)
    {
        var hash = Hash(value);
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var slot = slots[at];
            if (slot.Code == 0)
                return Add(value, hash, at);
            if (slot.Hash == hash && this[slot.Code - 1].SequenceEqual(value))
                return slot.Code - 1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    int Add(ReadOnlySpan<byte> value, uint hash, int at)
    {
        if (Count == _slots.Length / 2)
        {
            GrowSlots();
            at = Free(hash);
        }

        if (Count == _ends.Length)
            Array.Resize(ref _ends, Count * 2);
        if (_bytes.Length - _length < value.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + value.Length));
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
        _ends[Count] = _length;
        _slots[at] = new(hash, Count + 1);
        return Count++;
    }

    void GrowSlots()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 4];
        foreach (var slot in old)
        {
            if (slot.Code != 0)
                _slots[Free(slot.Hash)] = slot;
        }
    }

    int Free(uint hash)
    {
        var mask = _slots.Length - 1;
        var at = (int)hash & mask;
        while (_slots[at].Code != 0)
            at = (at + 1) & mask;
        return at;
    }

    static uint Hash(ReadOnlySpan<byte> value)
    {
        var hash = s_seed ^ (ulong)value.Length;
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(value));
        if (value.Length >= sizeof(uint))
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(value) ^ (ulong)BinaryPrimitives.ReadUInt32LittleEndian(value[^sizeof(uint)..]) << 32);
        else if (!value.IsEmpty)
            hash = Mix(hash ^ (value[0] | (uint)value[value.Length / 2] << 8 | (uint)value[^1] << 16));
        return (uint)(hash >> 32);
    }

    static ulong Mix(ulong value)
    {
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}

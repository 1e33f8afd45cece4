using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DuffBeer.Core.Rows;

/// <summary>The distinct values of one string column of a chunk, numbered as they came: open addressing on the bytes, no string made.</summary>
/// <remarks>One instance belongs to one thread. Partitions share it, so a value is looked up once however many partitions there are.</remarks>
public sealed class StringCodes : IDisposable
{
    /// <summary>Beyond these look-ups leave the processor's cache.</summary>
    const int MaxBytes = 1 << 20;
    const int MaxCount = 1 << 16;

    /// <summary>Values to see before the share of repeats is judged.</summary>
    const int Trial = 16_384;

    const int FirstSlots = 256;

    /// <summary>Bytes of a value that a slot holds.</summary>
    const int InSlot = 16;

    /// <summary>Unknown outside, so that no file can be made whose values all collide. Codes do not depend on it.</summary>
    static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();
    static readonly ulong s_otherSeed = (ulong)Random.Shared.NextInt64();

    /// <param name="Low">First 8 bytes of the value.</param>
    /// <param name="High">Next 8 bytes of the value, or where it has more than 16, a hash of all behind the first 8.</param>
    readonly record struct Slot(ulong Low, ulong High, int Length, int Code);

    // Code + 1; 0 where free. At most half of the slots are taken. What is found here whole need not be looked up among the bytes.
    Slot[] _slots = NewSlots(FirstSlots);
    int[] _ends = ArrayPool<int>.Shared.Rent(FirstSlots / 2);
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSlots * 8);
    int _slotCount = FirstSlots;
    int _length;
    long _seen;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            var begin = code == 0 ? 0 : _ends[code - 1];
            return _bytes.AsSpan(begin, _ends[code] - begin);
        }
    }

    /// <summary>Whether the column repeats too little for codes to be worth their while.</summary>
    public bool IsOutgrown => _length > MaxBytes || Count > MaxCount || (_seen >= Trial && Count > _seen - _seen / 16);

    /// <summary>Tells how many values were coded since the last time, for <see cref="IsOutgrown"/>.</summary>
    internal void Saw(int values) => _seen += values;

    public void Dispose()
    {
        ArrayPool<Slot>.Shared.Return(_slots);
        ArrayPool<int>.Shared.Return(_ends);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_slots, _ends, _bytes, _slotCount) = ([], [], [], 0);
    }

    /// <summary>The value's code; <see cref="Count"/> as it was before where it is new.</summary>
    public int CodeOf(ReadOnlySpan<byte> value)
    {
        if (value.Length > InSlot)
            return CodeOf(value, BinaryPrimitives.ReadUInt64LittleEndian(value), Hash(value));
        Span<byte> words = stackalloc byte[InSlot];
        words.Clear();
        value.CopyTo(words);
        return CodeOf(value, BinaryPrimitives.ReadUInt64LittleEndian(words), BinaryPrimitives.ReadUInt64LittleEndian(words[sizeof(ulong)..]));
    }

    /// <summary>The same of bytes behind which at least 16 more may be read.</summary>
    internal int CodeOf(byte[] bytes, int begin, int length)
    {
        if (length > InSlot)
            return CodeOf(bytes.AsSpan(begin, length));
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bytes), begin);
        var low = Unsafe.ReadUnaligned<ulong>(ref first);
        var high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, sizeof(ulong)));
        (low, high) = length <= sizeof(ulong) ? (First(low, length), 0) : (low, First(high, length - sizeof(ulong)));
        return CodeOf(bytes.AsSpan(begin, length), low, high);
    }

    int CodeOf(ReadOnlySpan<byte> value, ulong low, ulong high)
    {
        var slots = _slots;
        var mask = _slotCount - 1;
        for (var at = Place(low, high, value.Length) & mask; ; at = (at + 1) & mask)
        {
            ref readonly var slot = ref slots[at];
            if (slot.Code == 0)
                return Add(value, new(low, high, value.Length, Count + 1), at);
            if (slot.Low == low && slot.High == high && slot.Length == value.Length
                && (value.Length <= InSlot || this[slot.Code - 1].SequenceEqual(value)))
                return slot.Code - 1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    int Add(ReadOnlySpan<byte> value, Slot slot, int at)
    {
        if (Count == _slotCount / 2)
        {
            GrowSlots();
            at = Free(slot);
        }

        if (Count == _ends.Length)
            Grow(ref _ends, Count * 2);
        if (_bytes.Length - _length < value.Length)
            Grow(ref _bytes, Math.Max(_bytes.Length * 2, _length + value.Length));
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
        _ends[Count] = _length;
        _slots[at] = slot;
        return Count++;
    }

    void GrowSlots()
    {
        var (old, count) = (_slots, _slotCount);
        _slotCount = count * 4;
        _slots = NewSlots(_slotCount);
        foreach (ref readonly var slot in old.AsSpan(0, count))
        {
            if (slot.Code != 0)
                _slots[Free(slot)] = slot;
        }

        ArrayPool<Slot>.Shared.Return(old);
    }

    int Free(in Slot slot)
    {
        var mask = _slotCount - 1;
        var at = Place(slot.Low, slot.High, slot.Length) & mask;
        while (_slots[at].Code != 0)
            at = (at + 1) & mask;
        return at;
    }

    static Slot[] NewSlots(int count)
    {
        var slots = ArrayPool<Slot>.Shared.Rent(count);
        Array.Clear(slots, 0, count);
        return slots;
    }

    static void Grow<T>(ref T[] values, int atLeast)
    {
        var larger = ArrayPool<T>.Shared.Rent(atLeast);
        values.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(values);
        values = larger;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Place(ulong low, ulong high, int length)
    {
        var upper = Math.BigMul(low ^ s_seed, high ^ s_otherSeed ^ (ulong)length, out var lower);
        return (int)(upper ^ lower);
    }

    /// <summary>The first bytes of a word, 0 to 8 of them.</summary>
    static ulong First(ulong word, int bytes) => bytes >= sizeof(ulong) ? word : word & ((1UL << bytes * 8) - 1);

    /// <summary>Of all bytes behind the first 8, of at least 17.</summary>
    static ulong Hash(ReadOnlySpan<byte> value)
    {
        var hash = s_seed ^ BinaryPrimitives.ReadUInt64LittleEndian(value[^sizeof(ulong)..]);
        for (var rest = value[sizeof(ulong)..]; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
        return hash;
    }

    static ulong Mix(ulong value)
    {
        const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}

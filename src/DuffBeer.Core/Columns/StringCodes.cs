using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DuffBeer.Core.Columns;

/// <summary>
/// The distinct values of one string column of a chunk, numbered in order of appearance: open addressing on bytes, without strings.
/// </summary>
/// <remarks>
/// One instance belongs to one thread. Partitions share it, so a value is looked up once, whatever the number of partitions.
/// </remarks>
public sealed class StringCodes : IDisposable
{
    /// <summary>Beyond this, lookups miss the processor's cache.</summary>
    const int MaxBytes = 1 << 20;
    const int MaxCount = 1 << 16;

    /// <summary>Values to see before the repeat rate is judged.</summary>
    const int Trial = 16_384;

    const int FirstSlots = 256;

    /// <summary>Bytes of a value that a slot holds.</summary>
    const int InSlot = ShortVector.Bytes;

    /// <summary>The value, padded with zeros; if longer than 32 bytes, its first 16 bytes, a hash and its last 8.</summary>
    readonly record struct Key(ulong First, ulong Second, ulong Third, ulong Fourth);

    readonly record struct Slot(Key Key, int Length, int Code);

    /// <summary>Random per process, so that no file can be crafted whose values all collide. Codes do not depend on it.</summary>
    static readonly Key s_seed = new(Chance(), Chance(), Chance(), Chance());

    readonly Vector256<uint> _seed = Unsafe.BitCast<Key, Vector256<uint>>(s_seed);

    // Code + 1; 0 if free. At most half of the slots are in use.
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

    /// <summary>Whether the column repeats too rarely for codes to pay.</summary>
    public bool IsOutgrown => _length > MaxBytes || Count > MaxCount || (_seen >= Trial && Count > _seen - _seen / 16);

    /// <summary>Adds the number of values coded since the last call, for <see cref="IsOutgrown"/>.</summary>
    internal void Saw(int values) => _seen += values;

    public void Dispose()
    {
        ArrayPool<Slot>.Shared.Return(_slots);
        ArrayPool<int>.Shared.Return(_ends);
        ArrayPool<byte>.Shared.Return(_bytes);
        (_slots, _ends, _bytes, _slotCount) = ([], [], [], 0);
    }

    /// <summary>The value's code; the previous <see cref="Count"/> if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int CodeOf(ReadOnlySpan<byte> value)
    {
        if (value.Length > InSlot)
            return CodeOf(value, Shortened(value));
        Span<byte> bytes = stackalloc byte[InSlot];
        bytes.Clear();
        value.CopyTo(bytes);
        return CodeOf(value, MemoryMarshal.Read<Key>(bytes));
    }

    /// <summary>
    /// The slot to look for a value in, which is prefetched into the cache. At least 32 bytes after the value's first must be readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Seek(ref byte value, int length)
    {
        if (length > InSlot)
            return 0;
        var at = PlaceOf(ValueAt(ref value, length)) & (_slotCount - 1);
        if (Sse.IsSupported)
        {
            unsafe
            {
                var slot = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), at));
                Sse.Prefetch0(slot);
                Sse.Prefetch0(slot + sizeof(Slot) - 1);
            }
        }

        return at;
    }

    /// <summary>The code of a known value of at most 32 bytes, searched from the slot that <see cref="Seek"/> returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryFind(ref byte value, int length, int place, out int code)
    {
        code = -1;
        if (length > InSlot)
            return false;
        var bytes = ValueAt(ref value, length);
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        for (var at = place; ; at = (at + 1) & (_slotCount - 1))
        {
            ref var slot = ref Unsafe.Add(ref slots, at);
            code = slot.Code - 1;
            if (code < 0 || (slot.Length == length && Vector256.LoadUnsafe(ref Unsafe.As<Slot, byte>(ref slot)) == bytes))
                return code >= 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> ValueAt(ref byte value, int length) => Vector256.LoadUnsafe(ref value) & ShortVector.Mask(length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int CodeOf(ReadOnlySpan<byte> value, Key key)
    {
        for (var at = PlaceOf(key); ; at++)
        {
            ref readonly var slot = ref _slots[at & (_slotCount - 1)];
            if (slot.Code == 0)
                return Add(value, new(key, value.Length, Count + 1));
            if (slot.Key == key && slot.Length == value.Length && (value.Length <= InSlot || this[slot.Code - 1].SequenceEqual(value)))
                return slot.Code - 1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    int Add(ReadOnlySpan<byte> value, Slot slot)
    {
        if (Count == _slotCount / 2)
            GrowSlots();
        if (Count == _ends.Length)
            Grow(ref _ends, Count * 2);
        if (_bytes.Length - _length < value.Length)
            Grow(ref _bytes, Math.Max(_bytes.Length * 2, _length + value.Length));
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
        _ends[Count] = _length;
        _slots[Free(slot)] = slot;
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
        var at = PlaceOf(slot.Key) & mask;
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

    int PlaceOf(in Key key) => PlaceOf(Unsafe.BitCast<Key, Vector256<byte>>(key));

    // Multiplies each word's halves after adding secret numbers (NH, RFC 4418, 5.2).
    // A last factor moves the sum's entropy to the bits in use.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int PlaceOf(Vector256<byte> key)
    {
        var words = (key.AsUInt32() + _seed).AsUInt64();
        var products = Avx2.IsSupported
            ? Avx2.Multiply(words.AsUInt32(), (words >>> 32).AsUInt32())
            : (words & Vector256.Create((ulong)uint.MaxValue)) * (words >>> 32);
        var pairs = products.GetLower() + products.GetUpper();
        return (int)((pairs.ToScalar() + pairs.GetElement(1)) * 0x9E37_79B9_7F4A_7C15 >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    static Key Shortened(ReadOnlySpan<byte> value)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(value);
        var hash = s_seed.First;
        foreach (var word in words[2..])
            hash = Mix(hash ^ word, s_seed.Second);
        return new(words[0], words[1], hash, MemoryMarshal.Read<ulong>(value[^sizeof(ulong)..]));
    }

    static ulong Chance() => (ulong)Random.Shared.NextInt64() << 1 | 1;
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Packs integers of a fixed width back to back, lowest bit first.</summary>
/// <remarks>
/// Eight values of width w take w bytes, so groups of eight do not depend on each other: each is assembled in registers, two values at a
/// time, and stored in whole words. Vector instructions are not faster, so all processors share this code.
/// </remarks>
static unsafe class BitPacking
{
    public const int Group = 8;

    /// <summary>Bytes after the packed values that may be overwritten.</summary>
    public const int Slack = 16;

    const int WordBits = 64;

    /// <summary>The bits that hold every integer up to the largest; 0 for 0.</summary>
    public static int WidthOf(ulong largest) => WordBits - BitOperations.LeadingZeroCount(largest);

    /// <summary>Bytes of <paramref name="count"/> integers, with the last group padded by zeros.</summary>
    public static int Length(int count, int width) => (count + Group - 1) / Group * width;

    /// <summary>Packs 32-bit or 64-bit integers that fit the width; returns the number of bytes.</summary>
    /// <param name="to">Must have room for <see cref="Slack"/> more bytes.</param>
    public static int Pack<T>(ReadOnlySpan<T> values, int width, Span<byte> to) where T : unmanaged, IBinaryInteger<T>
    {
        var length = Length(values.Length, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, length + Slack);
        var whole = values.Length / Group;
        fixed (T* from = values)
        fixed (byte* target = to)
        {
            PackGroups(from, whole, width, target);
            if (values.Length % Group == 0)
                return length;

            var rest = stackalloc T[Group];
            values[(whole * Group)..].CopyTo(new(rest, Group));
            PackGroups(rest, 1, width, target + (long)whole * width);
        }

        return length;
    }

    /// <summary>Packs bytes of 0 or 1, one bit each.</summary>
    /// <inheritdoc cref="Pack{T}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int PackBits(ReadOnlySpan<byte> values, Span<byte> to)
    {
        var length = Length(values.Length, 1);
        var whole = MemoryMarshal.Cast<byte, ulong>(values);
        for (var group = 0; group < whole.Length; group++)
            to[group] = Bits(whole[group]);
        if (whole.Length < length)
        {
            var rest = 0UL;
            values[(whole.Length * Group)..].CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref rest)));
            to[whole.Length] = Bits(rest);
        }

        return length;

        // The product's highest byte collects each byte's lowest bit, shifted to that byte's position.
        static byte Bits(ulong eight) => (byte)(eight * 0x0102_0408_1020_4080 >> 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackGroups<T>(T* from, int groups, int width, byte* to) where T : unmanaged
    {
        if (width <= 8)
            PackNarrow(from, groups, width, to);
        else if (width <= 16)
            PackMiddle(from, groups, width, to);
        else if (width <= 32)
            PackPairs(from, groups, width, to);
        else
            PackWide((ulong*)from, groups * Group, width, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackNarrow<T>(T* from, int groups, int width, byte* to) where T : unmanaged
    {
        var pair = 2 * width;
        for (; groups > 0; groups--, from += Group, to += width)
        {
            var low = Pair(from, width) | Pair(from + 2, width) << pair;
            var high = Pair(from + 4, width) | Pair(from + 6, width) << pair;
            Unsafe.WriteUnaligned(to, low | high << 2 * pair);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackMiddle<T>(T* from, int groups, int width, byte* to) where T : unmanaged
    {
        // With an odd width the second half begins within a byte, whose lower bits come from the first half.
        var pair = 2 * width;
        var (within, shared) = width % 2 == 0 ? (0, 0UL) : (4, ulong.MaxValue);
        for (; groups > 0; groups--, from += Group, to += width)
        {
            var low = Pair(from, width) | Pair(from + 2, width) << pair;
            var high = Pair(from + 4, width) | Pair(from + 6, width) << pair;
            Unsafe.WriteUnaligned(to, low);
            Unsafe.WriteUnaligned(to + width / 2, high << within | low >> 2 * pair - 4 & shared);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackPairs<T>(T* from, int groups, int width, byte* to) where T : unmanaged
    {
        var pair = 2 * width;
        var (bits, used) = (0UL, 0);
        for (var end = from + (long)groups * Group; from < end; from += 2)
        {
            var next = Pair(from, width);
            bits |= next << used;
            used += pair;
            if (used < WordBits)
                continue;
            Unsafe.WriteUnaligned(to, bits);
            to += sizeof(ulong);
            used -= WordBits;
            bits = used == 0 ? 0 : next >> (pair - used);
        }

        Unsafe.WriteUnaligned(to, bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackWide(ulong* from, int count, int width, byte* to)
    {
        var (bits, used) = (0UL, 0);
        for (var end = from + count; from < end; from++)
        {
            bits |= *from << used;
            used += width;
            if (used < WordBits)
                continue;
            Unsafe.WriteUnaligned(to, bits);
            to += sizeof(ulong);
            used -= WordBits;
            bits = used == 0 ? 0 : *from >> (width - used);
        }

        Unsafe.WriteUnaligned(to, bits);
    }

    /// <summary>Two values of at most 32 bits, the first one lower.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Pair<T>(T* from, int width) where T : unmanaged
    {
        if (sizeof(T) == sizeof(ulong))
            return ((ulong*)from)[0] | ((ulong*)from)[1] << width;
        var both = Unsafe.ReadUnaligned<ulong>(from);
        return (uint)both | both >> 32 << width;
    }
}

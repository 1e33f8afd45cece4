using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Compresses to the raw Snappy format (no framing), as Parquet pages want it.</summary>
/// <remarks>Not for two threads at once: the table of positions is reused.</remarks>
sealed unsafe class SnappyCompressor
{
    /// <summary>Matches are looked for within a block, so that positions and distances fit 16 bits.</summary>
    const int Block = 1 << 16;

    const int MinTableBits = 8;
    const int MaxTableBits = 14;
    const int MinMatch = 4;

    /// <summary>Bytes before a block's end where no match begins, so that wide loads and copies stay inside it.</summary>
    const int Margin = 16;

    /// <summary>In parts of a byte: after so many positions without a match each second one is looked at.</summary>
    const int ShortestStride = 32;

    /// <summary>What a byte of a match makes up for.</summary>
    const int StridesAMatch = 12;

    const int LongestInlineLiteral = 60;
    const int LongestCopy = 64;

    /// <summary>The last position seen of each hash of four bytes.</summary>
    readonly ushort[] _positions = new ushort[1 << MaxTableBits];

    /// <summary>Room that any input of the length may need.</summary>
    public static int MaxLength(int length) => checked(32 + length + length / 6);

    /// <summary>Returns the length of what it wrote to <paramref name="to"/>, which has room for <see cref="MaxLength"/>.</summary>
    public int Compress(ReadOnlySpan<byte> from, Span<byte> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, MaxLength(from.Length));
        var written = Varint.Write(to, (uint)from.Length);
        fixed (byte* source = from, target = to)
        fixed (ushort* positions = _positions)
        {
            var at = target + written;
            for (var start = 0; start < from.Length; start += Block)
                at = CompressBlock(source + start, Math.Min(Block, from.Length - start), at, positions);
            return (int)(at - target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static byte* CompressBlock(byte* block, int length, byte* to, ushort* positions)
    {
        var tableBits = Math.Clamp(BitOperations.Log2((uint)length), MinTableBits, MaxTableBits);
        new Span<ushort>(positions, 1 << tableBits).Clear();
        var shift = 32 - tableBits;

        var end = block + length;
        var last = end - Margin;
        var literal = block;
        var at = block + 1;

        // The longer nothing matches, the larger the strides: incompressible input passes quickly. A short match in noise is
        // chance and makes them little smaller.
        var strides = ShortestStride;
        while (at <= last)
        {
            byte* match;
            while (true)
            {
                var four = Unsafe.ReadUnaligned<uint>(at);
                var hash = Hash(four, shift);
                match = block + positions[hash];
                positions[hash] = (ushort)(at - block);
                if (Unsafe.ReadUnaligned<uint>(match) == four)
                    break;
                at += strides++ / ShortestStride;
                if (at > last)
                    return WriteLiteral(literal, (int)(end - literal), to);
            }

            to = WriteShortLiteral(literal, (int)(at - literal), to);
            while (true)
            {
                var matched = MinMatch + CommonLength(match + MinMatch, at + MinMatch, end);
                to = WriteCopy((int)(at - match), matched, to);
                strides = Math.Max(ShortestStride, strides - matched * StridesAMatch);
                literal = at += matched;
                if (at > last)
                    break;

                // Often the next match begins just where this one ended.
                positions[Hash(Unsafe.ReadUnaligned<uint>(at - 1), shift)] = (ushort)(at - 1 - block);
                var four = Unsafe.ReadUnaligned<uint>(at);
                var hash = Hash(four, shift);
                match = block + positions[hash];
                positions[hash] = (ushort)(at - block);
                if (Unsafe.ReadUnaligned<uint>(match) != four)
                    break;
            }

            at++;
        }

        return WriteLiteral(literal, (int)(end - literal), to);
    }

    static uint Hash(uint four, int shift) => four * 0x9E37_79B1 >> shift;

    static int CommonLength(byte* earlier, byte* later, byte* end)
    {
        var start = later;
        for (; later + sizeof(ulong) <= end; later += sizeof(ulong), earlier += sizeof(ulong))
        {
            var difference = Unsafe.ReadUnaligned<ulong>(earlier) ^ Unsafe.ReadUnaligned<ulong>(later);
            if (difference != 0)
                return (int)(later - start) + BitOperations.TrailingZeroCount(difference) / 8;
        }

        while (later < end && *earlier == *later)
        {
            earlier++;
            later++;
        }

        return (int)(later - start);
    }

    /// <summary>A literal that ends before the margin: sixteen bytes are always there to be copied at once.</summary>
    static byte* WriteShortLiteral(byte* from, int length, byte* to)
    {
        if (length > 16)
            return WriteLiteral(from, length, to);
        *to++ = (byte)(length - 1 << 2);
        Unsafe.CopyBlockUnaligned(to, from, 16);
        return to + length;
    }

    static byte* WriteLiteral(byte* from, int length, byte* to)
    {
        if (length == 0)
            return to;
        var n = length - 1;
        if (n < LongestInlineLiteral)
        {
            *to++ = (byte)(n << 2);
        }
        else if (n <= byte.MaxValue)
        {
            *to++ = LongestInlineLiteral << 2;
            *to++ = (byte)n;
        }
        else
        {
            *to++ = LongestInlineLiteral + 1 << 2;
            BinaryPrimitives.WriteUInt16LittleEndian(new Span<byte>(to, sizeof(ushort)), (ushort)n);
            to += sizeof(ushort);
        }

        Unsafe.CopyBlockUnaligned(to, from, (uint)length);
        return to + length;
    }

    static byte* WriteCopy(int distance, int length, byte* to)
    {
        // 60 before a rest of 65 to 67, so that what remains is no shorter than the short form takes.
        for (; length >= LongestCopy + MinMatch; length -= LongestCopy)
            to = WriteLongCopy(distance, LongestCopy, to);
        if (length > LongestCopy)
        {
            to = WriteLongCopy(distance, LongestCopy - MinMatch, to);
            length -= LongestCopy - MinMatch;
        }

        if (length > 11 || distance > 2047)
            return WriteLongCopy(distance, length, to);
        *to++ = (byte)(1 | length - MinMatch << 2 | distance >> 8 << 5);
        *to++ = (byte)distance;
        return to;
    }

    static byte* WriteLongCopy(int distance, int length, byte* to)
    {
        *to++ = (byte)(2 | length - 1 << 2);
        *to++ = (byte)distance;
        *to++ = (byte)(distance >> 8);
        return to;
    }
}

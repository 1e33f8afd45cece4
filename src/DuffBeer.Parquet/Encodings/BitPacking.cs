using System.Buffers.Binary;
using System.Numerics;

namespace DuffBeer.Parquet.Encodings;

static class BitPacking
{
    /// <summary>Bits that hold every integer up to the largest: 0 for 0.</summary>
    public static int WidthOf(ulong largest) => 64 - BitOperations.LeadingZeroCount(largest);

    /// <summary>Packs non-negative integers of a width, lowest bit first, and fills the rest of <paramref name="to"/> with zeros.</summary>
    public static void Pack<T>(ReadOnlySpan<T> values, int width, Span<byte> to) where T : unmanaged, IBinaryInteger<T>
    {
        var (bits, used, written) = (0UL, 0, 0);
        foreach (var value in values)
        {
            var next = ulong.CreateTruncating(value);
            bits |= next << used;
            used += width;
            if (used < 64)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(to[written..], bits);
            written += sizeof(ulong);
            used -= 64;
            bits = used == 0 ? 0 : next >> (width - used);
        }

        for (; written < to.Length; written++, bits >>= 8)
            to[written] = (byte)bits;
    }
}

using System.Buffers;

namespace DuffBeer.Parquet.Format;

/// <summary>Unsigned integers in groups of seven bits, lowest first (ULEB128); signed ones as zigzag.</summary>
static class Varint
{
    public const int MaxLength = 10;

    public static int Write(Span<byte> to, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            to[length++] = (byte)(value | 0x80);
        to[length++] = (byte)value;
        return length;
    }

    /// <returns>Bytes written.</returns>
    public static int WriteZigzag(Span<byte> to, long value) => Write(to, (ulong)(value << 1 ^ value >> 63));

    public static void WriteVarint(this IBufferWriter<byte> to, ulong value) =>
        to.Advance(Write(to.GetSpan(MaxLength), value));

    public static void WriteZigzag(this IBufferWriter<byte> to, long value) =>
        to.WriteVarint((ulong)(value << 1 ^ value >> 63));

    public static void WriteByte(this IBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }
}

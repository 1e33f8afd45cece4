namespace DuffBeer.Parquet.Reading;

/// <summary>Reads what <see cref="Format.Varint"/> wrote.</summary>
static class Varints
{
    const int MostShift = 63;

    public static ulong Read(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (int at = 0, shift = 0; at < from.Length && shift <= MostShift; at++, shift += 7)
        {
            value |= (ulong)(from[at] & 0x7F) << shift;
            if (from[at] >= 0x80)
                continue;
            from = from[(at + 1)..];
            return value;
        }

        throw new FormatException("A number ends early.");
    }

    public static long Zigzag(ref ReadOnlySpan<byte> from)
    {
        var value = Read(ref from);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}

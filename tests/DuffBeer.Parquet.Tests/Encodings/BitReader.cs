namespace DuffBeer.Parquet.Tests.Encodings;

/// <summary>Reads varints and bits, lowest first.</summary>
sealed class BitReader(byte[] bytes)
{
    long _at;

    public bool AtEnd => _at == bytes.Length * 8L;

    public int BytesRead => (int)(_at / 8);

    public ulong Bits(int width)
    {
        var value = 0UL;
        for (var bit = 0; bit < width; bit++, _at++)
            value |= (ulong)(bytes[_at / 8] >> (int)(_at % 8) & 1) << bit;
        return value;
    }

    public ulong Varint()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = Bits(8);
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
            shift += 7;
        }
    }

    public long Zigzag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}

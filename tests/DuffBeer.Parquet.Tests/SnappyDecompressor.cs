namespace DuffBeer.Parquet.Tests;

/// <summary>Reads the Snappy format by its description, slowly and with every bound checked.</summary>
static class SnappyDecompressor
{
    public static byte[] Decompress(ReadOnlySpan<byte> from)
    {
        var (length, shift, at) = (0, 0, 0);
        do
        {
            length |= (from[at] & 0x7F) << shift;
            shift += 7;
        }
        while (from[at++] >= 0x80);

        var to = new List<byte>(length);
        while (at < from.Length)
        {
            var tag = from[at++];
            if ((tag & 3) == 0)
                at = Literal(from, at, tag >> 2, to);
            else if ((tag & 3) == 1)
                Copy(to, (tag >> 5 << 8) | from[at++], (tag >> 2 & 7) + 4);
            else
                at = LongCopy(from, at, tag, to);
        }

        Assert.Equal(length, to.Count);
        return [.. to];
    }

    static int Literal(ReadOnlySpan<byte> from, int at, int length, List<byte> to)
    {
        var extra = Math.Max(0, length - 59);
        if (extra > 0)
            length = (int)Number(from.Slice(at, extra));
        at += extra;
        to.AddRange(from.Slice(at, length + 1));
        return at + length + 1;
    }

    static int LongCopy(ReadOnlySpan<byte> from, int at, byte tag, List<byte> to)
    {
        var width = (tag & 3) == 2 ? 2 : 4;
        Copy(to, (int)Number(from.Slice(at, width)), (tag >> 2) + 1);
        return at + width;
    }

    static void Copy(List<byte> to, int distance, int length)
    {
        Assert.InRange(distance, 1, to.Count);
        for (var count = 0; count < length; count++)
            to.Add(to[^distance]);
    }

    static uint Number(ReadOnlySpan<byte> littleEndian)
    {
        var number = 0u;
        for (var index = littleEndian.Length - 1; index >= 0; index--)
            number = number << 8 | littleEndian[index];
        return number;
    }
}

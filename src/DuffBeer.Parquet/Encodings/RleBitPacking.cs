using System.Buffers;
using System.Numerics;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Parquet's hybrid of runs and bit-packed groups of eight, for dictionary indices and definition levels.</summary>
static class RleBitPacking
{
    const int Group = 8;

    public static void Write<T>(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values, int width) where T : unmanaged, IBinaryInteger<T>
    {
        // Only the last bit-packed run may be padded, so a run is looked for where a whole group begins.
        var packed = 0;
        var at = 0;
        while (at + Group <= values.Length)
        {
            if (values.Slice(at, Group).ContainsAnyExcept(values[at]))
            {
                at += Group;
                continue;
            }

            var run = RunLength(values[at..]);
            WritePacked(to, values[packed..at], width);
            WriteRun(to, values[at], run, width);
            packed = at += run;
        }

        var rest = values[packed..];
        if (rest.Length is > 0 and < Group && RunLength(rest) == rest.Length)
            WriteRun(to, rest[0], rest.Length, width);
        else
            WritePacked(to, rest, width);
    }

    static int RunLength<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    public static void WriteRun<T>(ArrayBufferWriter<byte> to, T value, int length, int width) where T : unmanaged, IBinaryInteger<T>
    {
        to.WriteVarint((ulong)length << 1);
        var bits = ulong.CreateTruncating(value);
        for (var written = 0; written < width; written += 8, bits >>= 8)
            to.WriteByte((byte)bits);
    }

    static void WritePacked<T>(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values, int width) where T : unmanaged, IBinaryInteger<T>
    {
        if (values.IsEmpty)
            return;
        var groups = (values.Length + Group - 1) / Group;
        to.WriteVarint((ulong)groups << 1 | 1);
        var length = groups * width;
        BitPacking.Pack(values, width, to.GetSpan(length)[..length]);
        to.Advance(length);
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Parquet's hybrid of runs and bit-packed groups of eight, for dictionary indices and definition levels.</summary>
static class RleBitPacking
{
    const int Group = BitPacking.Group;

    /// <summary>Bytes that a run must save: it takes a count and a value, and the packed values after it another count.</summary>
    const int MinSaved = 4;

    /// <param name="values">Not negative; at most <paramref name="width"/> bits each.</param>
    public static void Write(ArrayBufferWriter<byte> to, ReadOnlySpan<int> values, int width) => Write<int>(to, values, width);

    /// <summary>Writes bytes of 0 or 1, one bit each.</summary>
    public static void WriteBits(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> values) => Write(to, values, width: 1);

    public static void WriteRun(ArrayBufferWriter<byte> to, int value, int length, int width)
    {
        to.WriteVarint((ulong)length << 1);
        for (var written = 0; written < width; written += 8, value >>= 8)
            to.WriteByte((byte)value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Write<T>(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values, int width) where T : unmanaged, IBinaryInteger<T>
    {
        // Only the last bit-packed run may be padded, so runs begin at whole groups.
        var shortest = width == 0 ? Group : (MinSaved + width - 1) / width * Group;
        var packed = 0;
        for (var at = NextRun(values, 0); at < values.Length; at = NextRun(values, at))
        {
            var run = RunLength(values[at..]);
            if (run < shortest)
            {
                at += run / Group * Group;
                continue;
            }

            WritePacked(to, values[packed..at], width);
            WriteRun(to, int.CreateTruncating(values[at]), run, width);
            packed = at += run;
        }

        var rest = values[packed..];
        if (rest.Length is > 0 and < Group && RunLength(rest) == rest.Length)
            WriteRun(to, int.CreateTruncating(rest[0]), rest.Length, width);
        else
            WritePacked(to, rest, width);
    }

    /// <summary>
    /// The next offset, in steps of eight from <paramref name="at"/>, with eight equal values; the length if there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int NextRun<T>(ReadOnlySpan<T> values, int at) where T : unmanaged, IBinaryInteger<T>
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        for (; at + Group <= values.Length; at += Group)
        {
            if (typeof(T) == typeof(byte)
                ? MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(
                    values.Slice(at, Group))) == 0x0101_0101_0101_0101 * ulong.CreateTruncating(values[at])
                : Vector256.LoadUnsafe(ref first, (nuint)at) == Vector256.Create(values[at]))
                return at;
        }

        return values.Length;
    }

    static int RunLength<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>
    {
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    static void WritePacked<T>(ArrayBufferWriter<byte> to, ReadOnlySpan<T> values, int width) where T : unmanaged, IBinaryInteger<T>
    {
        if (values.IsEmpty)
            return;
        to.WriteVarint((ulong)((values.Length + Group - 1) / Group) << 1 | 1);
        var room = to.GetSpan(BitPacking.Length(values.Length, width) + BitPacking.Slack);
        to.Advance(typeof(T) == typeof(byte)
            ? BitPacking.PackBits(MemoryMarshal.AsBytes(values), room)
            : BitPacking.Pack(values, width, room));
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Numbers as they are in memory: the format is little-endian, as are all machines that .NET runs on.</summary>
readonly ref struct PlainNumbers<T>(ReadOnlySpan<T> values) : IPageValues where T : unmanaged
{
    readonly ReadOnlySpan<T> _values = values;

    public PageEncoding Encoding => PageEncoding.Plain;

    public int Fit(int from, int count, int maxBytes) => count;

    public void Write(ArrayBufferWriter<byte> to, int from, int count) =>
        to.Write(MemoryMarshal.AsBytes(_values.Slice(from, count)));
}

/// <summary>Truth values, a bit each.</summary>
readonly ref struct PlainBools(ReadOnlySpan<byte> values) : IPageValues
{
    readonly ReadOnlySpan<byte> _values = values;

    public PageEncoding Encoding => PageEncoding.Plain;

    public int Fit(int from, int count, int maxBytes) => count;

    public void Write(ArrayBufferWriter<byte> to, int from, int count)
    {
        var room = to.GetSpan(BitPacking.Length(count, width: 1));
        to.Advance(BitPacking.PackBits(_values.Slice(from, count), room));
    }
}

/// <summary>Strings, each after its length.</summary>
readonly ref struct PlainStrings(ByteStrings values) : IPageValues
{
    readonly ByteStrings _values = values;

    public PageEncoding Encoding => PageEncoding.Plain;

    public int Fit(int from, int count, int maxBytes)
    {
        var fit = 0;
        for (var bytes = 0L; fit < count; fit++)
        {
            bytes += sizeof(int) + _values[from + fit].Length;
            if (bytes > maxBytes)
                break;
        }

        return Math.Max(fit, 1);
    }

    public void Write(ArrayBufferWriter<byte> to, int from, int count)
    {
        var length = count == 0 ? 0 : _values.EndOf(from + count - 1) - _values.StartOf(from) + count * sizeof(int);
        var rest = to.GetSpan(length);
        for (var index = from; index < from + count; index++)
            rest = rest[Write(rest, _values[index])..];
        to.Advance(length);
    }

    /// <summary>Returns the bytes that the string takes.</summary>
    public static int Write(Span<byte> to, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, value.Length);
        value.CopyTo(to[sizeof(int)..]);
        return sizeof(int) + value.Length;
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Numbers as in memory: the format is little-endian, as are all machines that .NET supports.</summary>
readonly ref struct PlainNumbers<T>(ReadOnlySpan<T> values) : IPageValues where T : unmanaged
{
    readonly ReadOnlySpan<T> _values = values;

    public PageEncoding Encoding => PageEncoding.Plain;

    public int Fit(int from, int count, int maxBytes) => count;

    public void Write(ArrayBufferWriter<byte> to, int from, int count) =>
        to.Write(MemoryMarshal.AsBytes(_values.Slice(from, count)));
}

/// <summary>Booleans, one bit each.</summary>
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

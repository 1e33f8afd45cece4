using System.Buffers;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>Each value's index in the chunk's dictionary page.</summary>
/// <param name="indices">May be empty if there is only one entry.</param>
readonly ref struct DictionaryIndices(ReadOnlySpan<int> indices, int entries) : IPageValues
{
    readonly ReadOnlySpan<int> _indices = indices;
    readonly int _width = WidthOf(entries);

    public PageEncoding Encoding => PageEncoding.RleDictionary;

    public static int WidthOf(int entries) => BitPacking.WidthOf((ulong)(entries - 1));

    public int Fit(int from, int count, int maxBytes) => count;

    public void Write(ArrayBufferWriter<byte> to, int from, int count)
    {
        to.WriteByte((byte)_width);
        if (_width > 0)
            RleBitPacking.Write(to, _indices.Slice(from, count), _width);
        else if (count > 0)
            RleBitPacking.WriteRun(to, value: 0, count, width: 0);
    }
}

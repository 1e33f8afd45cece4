using System.Buffers;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>All non-null values of a column chunk, in its encoding.</summary>
interface IPageValues
{
    PageEncoding Encoding { get; }

    /// <summary>How many values fit a page of about <paramref name="maxBytes"/>: at least one, and all if each takes a few bytes.</summary>
    int Fit(int from, int count, int maxBytes);

    void Write(ArrayBufferWriter<byte> to, int from, int count);
}

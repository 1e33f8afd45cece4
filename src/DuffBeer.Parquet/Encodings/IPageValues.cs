using System.Buffers;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

/// <summary>All values of a column chunk that are not null, in the encoding that was chosen for it.</summary>
interface IPageValues
{
    PageEncoding Encoding { get; }

    /// <summary>How many of the values fit a page of about so many bytes: at least one, and all where each takes a few bytes.</summary>
    int Fit(int from, int count, int maxBytes);

    void Write(ArrayBufferWriter<byte> to, int from, int count);
}

using System.Buffers;
using System.Numerics;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Encodings;

readonly ref struct DeltaNumbers<T>(ReadOnlySpan<T> values) : IPageValues where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    readonly ReadOnlySpan<T> _values = values;

    public PageEncoding Encoding => PageEncoding.DeltaBinaryPacked;

    public int Fit(int from, int count, int maxBytes) => count;

    public void Write(ArrayBufferWriter<byte> to, int from, int count) =>
        DeltaBinaryPacking<T>.Write(to, _values.Slice(from, count));
}

using System.IO.Compression;
using DuffBeer.Parquet.Format;
using Snappier;

namespace DuffBeer.Parquet;

/// <summary>Compresses pages, one after another, with the codec of their column chunk.</summary>
sealed class PageCompressor
{
    /// <summary>Half as fast as Snappy; each higher quality takes a multiple of that.</summary>
    const int BrotliQuality = 1;

    /// <summary>A window of 4 MiB: a page is seldom larger than 1.</summary>
    const int BrotliWindowBits = 22;

    public Codec Codec { get; set; }

    /// <summary>The most bytes that a page of this length may need.</summary>
    public int MaxLength(int length) => Codec switch
    {
        Codec.Snappy => Snappy.GetMaxCompressedLength(length),
        Codec.Brotli => BrotliEncoder.GetMaxCompressedLength(length),
        _ => length,
    };

    /// <summary>Compresses into <paramref name="to"/>, which must have room for <see cref="MaxLength"/>; returns the length.</summary>
    public int Compress(ReadOnlySpan<byte> from, Span<byte> to)
    {
        switch (Codec)
        {
            case Codec.Snappy:
                return Snappy.Compress(from, to);
            case Codec.Brotli:
                return BrotliEncoder.TryCompress(from, to, out var written, BrotliQuality, BrotliWindowBits)
                    ? written
                    : throw new InvalidOperationException($"Brotli could not compress a page of {from.Length} bytes.");
            default:
                from.CopyTo(to);
                return from.Length;
        }
    }
}

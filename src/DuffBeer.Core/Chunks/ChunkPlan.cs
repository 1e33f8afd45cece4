using System.Collections;

namespace DuffBeer.Core.Chunks;

/// <summary>The byte ranges of a file that are transformed independently; computed on demand, so a million ranges take no memory.</summary>
public sealed class ChunkPlan : IReadOnlyList<ByteRange>
{
    readonly long _start;
    readonly long _end;
    readonly long _chunkBytes;

    ChunkPlan(long start, long end, long chunkBytes)
    {
        (_start, _end, _chunkBytes) = (start, end, chunkBytes);
        Count = end <= start ? 0 : checked((int)((end - start - 1) / chunkBytes + 1));
    }

    public int Count { get; }

    public ByteRange this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var start = _start + (index * _chunkBytes);
            return new(start, index == Count - 1 ? _end : start + _chunkBytes);
        }
    }

    /// <summary>Ranges that tile [<paramref name="dataStart"/>, <paramref name="length"/>) in order; none where there is no data.</summary>
    /// <param name="length">Null if unknown before reading: then there is one chunk.</param>
    public static ChunkPlan For(long dataStart, long? length, long chunkBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkBytes, 1);
        return length is { } end ? new(dataStart, end, chunkBytes) : new(dataStart, long.MaxValue, long.MaxValue);
    }

    public IEnumerator<ByteRange> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

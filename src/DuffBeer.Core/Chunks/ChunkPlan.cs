namespace DuffBeer.Core.Chunks;

/// <summary>How a file is divided into byte ranges that are transformed apart.</summary>
public static class ChunkPlan
{
    /// <summary>Ranges that tile [<paramref name="dataStart"/>, <paramref name="length"/>) in order; none where there is no data.</summary>
    /// <param name="length">Null where only reading tells: then one chunk takes all.</param>
    public static IReadOnlyList<ByteRange> For(long dataStart, long? length, long chunkBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkBytes, 1);
        if (length is not { } end)
            return [new(dataStart, long.MaxValue)];

        var chunks = new List<ByteRange>();
        for (var start = dataStart; start < end; start += chunkBytes)
            chunks.Add(new(start, Math.Min(end, start + chunkBytes)));
        return chunks;
    }
}

namespace DuffBeer.Core.Chunks;

/// <summary>The default chunk size.</summary>
public static class ChunkSize
{
    /// <summary>Large enough for full row groups and negligible overhead; small enough that a retry is cheap.</summary>
    public const long Most = 64 << 20;

    /// <summary>Below this, another chunk costs more than another worker gains.</summary>
    public const long Least = 4 << 20;

    // With this many rounds, an incomplete last round hardly matters.
    const int EvenRounds = 16;

    /// <summary>Bytes per chunk, at least 1, chosen so that workers share the work evenly and finish at about the same time.</summary>
    /// <param name="bytes">Bytes of data; 0 or less counts as none.</param>
    /// <param name="workers">Chunks that are transformed at the same time.</param>
    public static long For(long bytes, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        if (bytes <= Least)
            return Least;
        var chunks = Math.Max(DivideUp(bytes, Most), Math.Min(workers, DivideUp(bytes, Least)));
        if (chunks > workers && chunks < (long)workers * EvenRounds)
            chunks = DivideUp(chunks, workers) * workers;
        return DivideUp(bytes, chunks);
    }

    static long DivideUp(long value, long by) => (value - 1) / by + 1;
}

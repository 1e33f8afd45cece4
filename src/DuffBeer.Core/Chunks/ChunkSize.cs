namespace DuffBeer.Core.Chunks;

/// <summary>How large chunks are where nobody says so.</summary>
public static class ChunkSize
{
    /// <summary>Large enough that a chunk's parts have whole row groups and its own costs vanish; small enough that a retry is cheap.</summary>
    public const long Most = 64 << 20;

    /// <summary>Below this, another chunk costs more than another worker gains.</summary>
    public const long Least = 4 << 20;

    // With so many rounds it hardly matters that the last is not full.
    const int EvenRounds = 16;

    /// <summary>Bytes of a chunk, from 1 up: such that workers have about as much to do, and none waits long for another.</summary>
    /// <param name="bytes">Bytes of data; what is not positive counts as none.</param>
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

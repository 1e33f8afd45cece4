namespace DuffBeer.Core.Chunks;

/// <summary>The borders that a transformed chunk reports.</summary>
/// <param name="First">Absolute offset of the first unit it read; null if it found no line start to guess from and read nothing.</param>
/// <param name="Next">The first boundary at or after the chunk's end, or the file's length; meaningless if <paramref name="First"/> is
/// null.</param>
public sealed record ChunkBorders(long? First, long Next);

/// <summary>A chunk to transform again, from a boundary that its predecessor reported.</summary>
public readonly record struct Redo(int ChunkIndex, long From);

/// <summary>Guess, prove, redo: decides which chunks read from a wrong boundary.</summary>
/// <remarks>
/// The first chunk starts at a true boundary. If a chunk started at one, the next that it reports is one too; so where every
/// first equals the next before it, the chunked parse is the sequential parse.
/// </remarks>
public static class Tiling
{
    /// <summary>
    /// The first round: every chunk whose first differs from what its predecessor <em>reported</em>, true or not. A wrong guess
    /// mostly meets the true parse inside its chunk, so this one round is usually the last.
    /// </summary>
    public static IReadOnlyList<Redo> Speculate(IReadOnlyList<ByteRange> chunks, IReadOnlyList<ChunkBorders> borders) =>
        Walk(chunks, borders, pastMismatch: true);

    /// <summary>Later rounds: the first chunk after the proved ones, or none when all are proved.</summary>
    public static IReadOnlyList<Redo> Prove(IReadOnlyList<ByteRange> chunks, IReadOnlyList<ChunkBorders> borders) =>
        Walk(chunks, borders, pastMismatch: false);

    static List<Redo> Walk(IReadOnlyList<ByteRange> chunks, IReadOnlyList<ChunkBorders> borders, bool pastMismatch)
    {
        var redos = new List<Redo>();
        // The boundary at which the next chunk must start; null after a chunk that could not report it (first round only).
        long? at = chunks.Count == 0 ? null : chunks[0].Start;
        for (var index = 0; index < chunks.Count; index++)
        {
            // Nothing starts in this chunk: anything it read by a wrong guess is dropped, and no second read is needed.
            if (at >= chunks[index].End)
                continue;
            if (at is { } from && borders[index].First != from)
            {
                redos.Add(new(index, from));
                if (!pastMismatch)
                    break;
            }

            at = borders[index].First is null ? null : borders[index].Next;
        }

        return redos;
    }
}

using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The inspected properties of the source, stored for the activities that follow.</summary>
/// <param name="Length">Bytes of the decoded source; null if unknown before it is read.</param>
/// <param name="Warnings">Differences between header and contract that the drift policy reports.</param>
/// <param name="Codec">Codec of all parts of the attempt, even if the settings change before it is resumed.</param>
public sealed record FilePlan(
    FileShape Shape,
    long? Length,
    long ChunkBytes,
    IReadOnlyList<string> Warnings,
    PartCodec Codec = PartCodec.Snappy)
{
    /// <summary>How the source's bytes are checked for the receipt.</summary>
    public PieceCheck Check { get; init; }

    /// <summary>Offset of the first data byte.</summary>
    public long DataStart => Shape.HeaderEnd;

    public ChunkPlan Chunks() => ChunkPlan.For(DataStart, Length, ChunkBytes);
}

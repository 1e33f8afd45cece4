using DuffBeer.Core.Chunks;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Runs.Records;

/// <summary>What Inspect found in the source, stored for the activities that follow.</summary>
/// <param name="Length">Bytes of the decoded source; null where only reading tells.</param>
/// <param name="Warnings">Differences of the header from the contract that its drift policy wants told.</param>
/// <param name="Codec">Of all parts of the attempt, whatever the settings say when it is resumed.</param>
public sealed record FilePlan(FileShape Shape, long? Length, long ChunkBytes, IReadOnlyList<string> Warnings, PartCodec Codec = PartCodec.Snappy)
{
    /// <summary>Offset of the first data byte.</summary>
    public long DataStart => Shape.HeaderEnd;

    public ChunkPlan Chunks() => ChunkPlan.For(DataStart, Length, ChunkBytes);
}

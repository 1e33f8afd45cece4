using DuffBeer.Core.Chunks;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Chunks;

public sealed class ChunkPlanTests
{
    [Fact]
    public void Chunks_tile_the_data_from_the_end_of_the_header_to_the_last_byte() =>
        Prop.ForAll(
            Gen.Choose(0, 1_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), Gen.Choose(1, 5_000).ToArbitrary(),
            (dataStart, dataBytes, chunkBytes) =>
            {
                var at = (long)dataStart;
                foreach (var chunk in ChunkPlan.For(dataStart, dataStart + dataBytes, chunkBytes))
                {
                    if (chunk.Start != at || chunk.End <= at || chunk.End - chunk.Start > chunkBytes)
                        return false;
                    at = chunk.End;
                }

                return at == dataStart + dataBytes;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_source_of_unknown_length_is_one_chunk() =>
        Assert.Equal([new ByteRange(7, long.MaxValue)], ChunkPlan.For(7, null, 100));

    [Fact]
    public void Any_chunk_is_computed_without_those_before_it()
    {
        var chunks = ChunkPlan.For(1_000, 1_000 + (3L << 40) + 1, 1 << 20);

        Assert.Equal((3 << 20) + 1, chunks.Count);
        Assert.Equal(new(1_000 + (2L << 40), 1_000 + (2L << 40) + (1 << 20)), chunks[2 << 20]);
        Assert.Equal(new(1_000 + (3L << 40), 1_001 + (3L << 40)), chunks[^1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunks[chunks.Count]);
    }

    [Fact]
    public void Without_data_there_are_no_chunks() => Assert.Empty(ChunkPlan.For(120, 120, 100));
}

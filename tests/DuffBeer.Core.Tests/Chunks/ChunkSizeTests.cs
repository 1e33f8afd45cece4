using DuffBeer.Core.Chunks;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Chunks;

public class ChunkSizeTests
{
    [Theory]
    [InlineData(0, 8, ChunkSize.Least)]
    [InlineData(1000, 8, ChunkSize.Least)]
    [InlineData(ChunkSize.Least + 1, 1, ChunkSize.Least + 1)]
    [InlineData(40L << 20, 1, 40L << 20)]
    [InlineData(40L << 20, 2, 20L << 20)]
    [InlineData(40L << 20, 64, ChunkSize.Least)]
    [InlineData(192L << 20, 2, 48L << 20)]
    [InlineData(64L << 30, 2, ChunkSize.Most)]
    public void Chunks_are_large_and_every_worker_has_some(long bytes, int workers, long chunk) =>
        Assert.Equal(chunk, ChunkSize.For(bytes, workers));

    [Fact]
    public void A_file_of_few_rounds_has_a_full_last_round() =>
        Prop.ForAll(
            Gen.Choose(1, 2_000).Select(mebibytes => (long)mebibytes << 20).ToArbitrary(),
            Gen.Choose(1, 64).ToArbitrary(),
            (bytes, workers) =>
            {
                var chunk = ChunkSize.For(bytes, workers);
                var count = ChunkPlan.For(0, bytes, chunk).Count;
                return chunk is >= 1 and <= ChunkSize.Most && (count <= workers || count >= workers * 16 || count % workers == 0);
            }).QuickCheckThrowOnFailure();
}

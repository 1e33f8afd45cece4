using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Views;

namespace DuffBeer.Core.Tests.Runs;

public sealed class ChunkStatesTests
{
    [Fact]
    public void Each_chunk_has_one_character_and_one_with_two_manifests_was_done_again() =>
        Assert.Equal("d.rw.", ChunkStates.Of(5, done: [0, 2, 2], atWork: [3]));

    [Fact]
    public void A_chunk_that_is_being_done_again_is_at_work() =>
        Assert.Equal("dw", ChunkStates.Of(2, done: [0, 1], atWork: [1]));

    [Fact]
    public void More_chunks_than_a_page_can_show_have_no_states() =>
        Assert.Equal("", ChunkStates.Of(10_001, done: [], atWork: []));

    [Fact]
    public void A_chunk_is_at_work_until_the_last_copy_of_its_call_has_ended()
    {
        var (chunks, call) = (new ChunksAtWork(), new IngestFile.ChunkInput("run", 1, 7));
        var first = chunks.Begin(call);
        var late = chunks.Begin(call);

        first.Dispose();
        Assert.Equal([7], chunks.Of("run", 1));
        Assert.Empty(chunks.Of("run", 2));
        late.Dispose();
        Assert.Empty(chunks.Of("run", 1));
    }
}

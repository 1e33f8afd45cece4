using DuffBeer.Core.Chunks;

namespace DuffBeer.Core.Tests.Chunks;

public sealed class TilingTests
{
    static readonly IReadOnlyList<ByteRange> s_chunks = [new(10, 20), new(20, 30), new(30, 40)];

    [Fact]
    public void Borders_that_meet_need_no_redo()
    {
        ChunkBorders[] borders = [new(10, 22), new(22, 35), new(35, 40)];

        Assert.Empty(Tiling.Speculate(s_chunks, borders));
        Assert.Empty(Tiling.Prove(s_chunks, borders));
    }

    [Fact]
    public void A_wrong_guess_is_redone_from_where_the_chunk_before_ended() =>
        Assert.Equal([new Redo(1, 22)], Tiling.Prove(s_chunks, [new(10, 22), new(25, 35), new(35, 40)]));

    [Fact]
    public void The_first_chunk_is_redone_unless_it_begins_where_the_data_does()
    {
        ChunkBorders[] borders = [new(13, 22), new(22, 35), new(35, 40)];

        Assert.Equal([new Redo(0, 10)], Tiling.Speculate(s_chunks, borders));
        Assert.Equal([new Redo(0, 10)], Tiling.Prove(s_chunks, borders));
    }

    [Fact]
    public void The_first_round_redoes_every_mismatch_and_later_rounds_only_the_first()
    {
        ChunkBorders[] borders = [new(10, 22), new(25, 33), new(35, 40)];

        Assert.Equal([new Redo(1, 22), new Redo(2, 33)], Tiling.Speculate(s_chunks, borders));
        Assert.Equal([new Redo(1, 22)], Tiling.Prove(s_chunks, borders));
    }

    [Fact]
    public void A_chunk_inside_one_record_is_dropped_whatever_it_guessed() =>
        Assert.Empty(Tiling.Prove(s_chunks, [new(10, 31), new(24, 31), new(31, 40)]));

    [Fact]
    public void A_chunk_that_a_record_ends_with_is_dropped_whatever_it_guessed() =>
        Assert.Empty(Tiling.Prove(s_chunks, [new(10, 30), new(24, 33), new(30, 40)]));

    [Fact]
    public void A_chunk_without_a_guess_is_redone_and_proves_nothing_about_the_next()
    {
        ChunkBorders[] borders = [new(10, 22), new(null, 0), new(35, 40)];

        Assert.Equal([new Redo(1, 22)], Tiling.Speculate(s_chunks, borders));
        Assert.Equal([new Redo(1, 22)], Tiling.Prove(s_chunks, borders));
    }

    [Fact]
    public void A_file_without_data_has_nothing_to_prove() => Assert.Empty(Tiling.Prove([], []));
}

using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Golden.Tests.ChunkLaw;

/// <summary>A file gives the same rows, rejects and ledger whatever the size of its chunks, and an independent count agrees.</summary>
public sealed class ChunkLawTests : IDisposable
{
    const long OneChunk = 1L << 40;
    const int MaxChunks = 1200;

    static readonly int[] s_sizes = [1, 64, 1000, 70_000, 400_000];

    readonly Reader _reader = new();

    [Fact]
    public void Any_file_in_chunks_of_any_size_gives_what_one_chunk_gives() =>
        Prop.ForAll(HostileFiles.Any, Gen.Elements(1, 2, 3, 7, 20, 64, 100, 1000).ToArbitrary(), (file, chunkBytes) =>
            HoldAsync(file, chunkBytes).GetAwaiter().GetResult()).Check(Law.Cases(50).WithEndSize(20));

    public static TheoryData<string> Corpora() => [.. HostileFiles.Fixed.Keys];

    [Theory]
    [MemberData(nameof(Corpora))]
    public async Task Every_corpus_in_chunks_of_any_size_gives_what_one_chunk_gives(string corpus)
    {
        var file = HostileFiles.Fixed[corpus]();
        var whole = await _reader.ReadAsync(file, OneChunk);
        var sizes = s_sizes.Where(size => file.Length / size < MaxChunks && size < Math.Max(file.Length, 2)).ToList();
        foreach (var chunkBytes in Law.Some(sizes, turn: corpus.Length))
            await HoldAsync(file, chunkBytes, whole);
    }

    public void Dispose() => _reader.Dispose();

    async Task HoldAsync(byte[] file, long chunkBytes, Reading? known = null)
    {
        var whole = known ?? await _reader.ReadAsync(file, OneChunk);
        var chunked = await _reader.ReadAsync(file, chunkBytes);

        Assert.Equal(whole.Rows, chunked.Rows);
        Assert.Equal(whole.Rejects, chunked.Rejects);
        Assert.Equal(whole.Ledger, chunked.Ledger);
        Assert.Equal(whole.Ending, chunked.Ending);
    }
}

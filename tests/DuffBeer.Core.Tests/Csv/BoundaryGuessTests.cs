using System.Text;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Tests.Csv;

public sealed class BoundaryGuessTests
{
    [Theory]
    // The line break may be just before the chunk, on its border, or in it.
    [InlineData("a,b\nc,d\ne,f\n", 4, 12, 4)]
    [InlineData("a,b\nc,d\ne,f\n", 5, 12, 8)]
    [InlineData("a,b\r\nc,d\r\n", 4, 10, 5)]
    [InlineData("a,b\rc,d\r", 4, 8, 4)]
    [InlineData("a,b\r\r\nc,d\r", 4, 8, 4)]
    // No line starts in the chunk; one that starts at its end is its successor's.
    [InlineData("a,b\nc,d\n", 5, 8, null)]
    [InlineData("a,b\nc,d\ne,f\n", 5, 8, null)]
    [InlineData("a,bbbbbbbbbbbb", 3, 9, null)]
    // Inside quotes: the records after the closing quote look better.
    [InlineData("a,b\n1,\"x\ny,z,z\n\"\n2,v\n3,w\n", 8, 25, 17)]
    // Outside quotes: a quote that opens here is not evidence of being inside.
    [InlineData("a,b\n1,x\n2,\"y\ny\"\n3,w\n4,w\n", 5, 25, 8)]
    // A tie goes to the line start.
    [InlineData("a,b\nx\n\",\ny\"\n", 5, 13, 6)]
    // The record that contains the chunk extends beyond it.
    [InlineData("a,b\n1,\"x\nx\nx\nx\nx\"\n", 8, 12, 9)]
    public async Task The_hypothesis_with_fewer_faults_wins(string text, long a, long b, int? expected)
    {
        var source = new MemoryByteSource(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, await BoundaryGuess.GuessAsync(source, Reading.Comma, columnCount: 2, a, b, default));
    }

    [Fact]
    public async Task Most_guesses_are_right_even_if_a_third_of_the_rows_have_quoted_line_breaks()
    {
        var random = new Random(3);
        var text = new StringBuilder();
        for (var row = 0; row < 20_000; row++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 13)).Select(i => $"note {i}, of {random.Next(100)}");
            text.Append(
                random.Next(10) < 3 ? $"{row},\"{string.Join('\n', lines)}\",12.50,{row % 7}\n" : $"{row},a name,12.50,{row % 7}\n");
        }

        var file = Encoding.UTF8.GetBytes(text.ToString());
        var boundaries = Reading.Sequential(file, Dialect.MaxRecordBytes).Select(unit => unit.Offset).ToHashSet();
        var source = new MemoryByteSource(file);
        var wrong = 0;
        for (var guess = 0; guess < 1000; guess++)
        {
            var start = random.Next(1, file.Length - 2000);
            if (await BoundaryGuess.GuessAsync(source, Reading.Comma, columnCount: 4, start, file.Length, default) is { } at
                && !boundaries.Contains(at))
                wrong++;
        }

        Assert.InRange(wrong, 0, 5);
    }

    [Fact]
    public async Task A_chunk_within_one_long_line_is_skipped_in_blocks_and_not_read_to_the_end_of_the_file()
    {
        var file = new byte[8 << 20];
        var source = new CountingSource(file);

        Assert.Null(await BoundaryGuess.GuessAsync(source, Reading.Comma, columnCount: 2, 1 << 20, 2 << 20, default));
        Assert.InRange(source.BytesRead, 1 << 20, (1 << 20) + (128 << 10));
        Assert.InRange(source.LargestRequest, 1, 128 << 10);
    }

    [Theory]
    [InlineData("x,y\n")]
    [InlineData("\n\n\n\n")]
    [InlineData("x\",\n")]
    [InlineData("\"\"\"\n")]
    public async Task Evidence_is_bounded(string fragment)
    {
        var file = Encoding.UTF8.GetBytes("a,b\n\"" + string.Concat(Enumerable.Repeat(fragment, 4 << 20)));
        var source = new CountingSource(file);

        Assert.NotNull(await BoundaryGuess.GuessAsync(source, Reading.Comma, columnCount: 2, 6, file.Length, default));
        Assert.InRange(source.BytesRead, 1, 6 << 20);
    }

    [Fact]
    public async Task A_wrong_guess_is_read_again_at_most_twice()
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,\"x\n2,y\n3,z\n4,v\n\"\n", 400)));
        for (var chunkBytes = 5; chunkBytes < 200; chunkBytes += 7)
        {
            var (units, readings) = await Reading.ChunkedAsync(file, chunkBytes, columnCount: 2, ReaderLimits.Default);

            Assert.Equal(Reading.Sequential(file, Dialect.MaxRecordBytes), units);
            Assert.InRange(readings, 1, 3);
        }
    }
}

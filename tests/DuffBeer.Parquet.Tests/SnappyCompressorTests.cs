using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests;

public sealed class SnappyCompressorTests
{
    readonly SnappyCompressor _snappy = new();

    [Fact]
    public void What_is_compressed_decompresses_to_itself() =>
        Prop.ForAll(Inputs().ToArbitrary(), input => SnappyDecompressor.Decompress(Compress(input)).SequenceEqual(input))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(1_000_003)]
    public void Lengths_at_borders_of_the_format_come_back(int length)
    {
        var random = new byte[length];
        new Random(length).NextBytes(random);
        var zeros = new byte[length];

        Assert.Equal(random, SnappyDecompressor.Decompress(Compress(random)));
        Assert.Equal(zeros, SnappyDecompressor.Decompress(Compress(zeros)));
    }

    [Fact]
    public void Every_length_of_a_match_comes_back_near_and_far()
    {
        for (var length = 4; length <= 140; length++)
        {
            foreach (var distance in (int[])[1, 3, 2047, 2048, 40_000])
            {
                var input = new byte[distance + length + 40];
                new Random(length).NextBytes(input);
                for (var at = distance; at < distance + length; at++)
                    input[at] = input[at - distance];

                Assert.Equal(input, SnappyDecompressor.Decompress(Compress(input)));
            }
        }
    }

    [Fact]
    public void Repetition_shrinks_and_noise_grows_little()
    {
        var repeated = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Duff beer, ", 10_000)));
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);

        Assert.InRange(Compress(repeated).Length, 1, repeated.Length / 15);
        Assert.InRange(Compress(noise).Length, 1, noise.Length + noise.Length / 100);
    }

    [Fact]
    public void A_run_is_written_as_the_format_describes_it() =>
        // Length 40; literal of one byte; copies at distance 1 of 39 bytes in all.
        Assert.Equal("28" + "0061" + "9A0100", Convert.ToHexString(Compress(Encoding.UTF8.GetBytes(new string('a', 40)))));

    byte[] Compress(byte[] input)
    {
        // Filled with rubbish, to show that nothing beyond the returned length matters.
        var room = Enumerable.Repeat((byte)0xEE, SnappyCompressor.MaxLength(input.Length)).ToArray();
        return room[.._snappy.Compress(input, room)];
    }

    /// <summary>Pieces of noise, runs, and repeats of earlier pieces, some across the borders of blocks.</summary>
    static Gen<byte[]> Inputs() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from pieces in Gen.Choose(0, 40)
        from longest in Gen.Elements(3, 70, 3_000, 20_000)
        select Pieces(new Random(seed), pieces, longest);

    static byte[] Pieces(Random random, int pieces, int longest)
    {
        var bytes = new List<byte>();
        for (var piece = 0; piece < pieces; piece++)
        {
            var length = random.Next(longest);
            var distance = random.Next(1, Math.Max(2, bytes.Count));
            var kind = random.Next(bytes.Count == 0 ? 2 : 4);
            for (var index = 0; index < length; index++)
                bytes.Add(kind switch { 0 => (byte)random.Next(256), 1 => (byte)piece, 2 => bytes[^distance], _ => (byte)random.Next(3) });
        }

        return [.. bytes];
    }
}

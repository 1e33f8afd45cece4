using System.Buffers;
using DuffBeer.Parquet.Encodings;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests.Encodings;

public sealed class RleBitPackingTests
{
    [Fact]
    public void Integers_round_trip_at_every_width() =>
        Prop.ForAll(Indices().ToArbitrary(), sample =>
            Decode(Encode(sample.Values, sample.Width), sample.Width, sample.Values.Length).SequenceEqual(sample.Values))
            .Check(Law.Cases(300));

    [Fact]
    public void One_to_seven_have_the_bytes_of_the_specification() =>
        Assert.Equal("03" + "88C6FA", Convert.ToHexString(Encode([0, 1, 2, 3, 4, 5, 6, 7], width: 3)));

    [Fact]
    public void A_run_is_a_count_and_its_value_whatever_its_length() =>
        Assert.Equal("C09A0C" + "0201", Convert.ToHexString(Encode([.. Enumerable.Repeat(258, 100_000)], width: 9)));

    [Fact]
    public void A_single_possible_value_takes_no_bits() =>
        Assert.Equal("D00F", Convert.ToHexString(Encode(new int[1_000], width: 0)));

    [Fact]
    public void No_values_give_no_bytes() => Assert.Empty(Encode([], width: 5));

    static byte[] Encode(int[] values, int width)
    {
        var to = new ArrayBufferWriter<byte>();
        RleBitPacking.Write(to, values, width);
        return to.WrittenSpan.ToArray();
    }

    static List<int> Decode(byte[] bytes, int width, int count)
    {
        var reader = new BitReader(bytes);
        var values = new List<int>();
        while (values.Count < count)
        {
            var header = reader.Varint();
            if ((header & 1) == 0)
                values.AddRange(Enumerable.Repeat((int)reader.Bits((width + 7) / 8 * 8), (int)(header >> 1)));
            else
                values.AddRange(Enumerable.Range(0, (int)(header >> 1) * 8).Select(_ => (int)reader.Bits(width)));
        }

        Assert.True(reader.AtEnd);
        Assert.InRange(values.Count - count, 0, 7);
        return values[..count];
    }

    /// <summary>Random values between runs, with lengths on both sides of a group of eight.</summary>
    static Gen<(int[] Values, int Width)> Indices() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from width in Gen.Choose(0, 31)
        from stretches in Gen.Choose(0, 12)
        select (Stretches(new Random(seed), width, stretches), width);

    static int[] Stretches(Random random, int width, int count) =>
    [
        .. Enumerable.Range(0, count).SelectMany(_ =>
        {
            var run = (int)random.NextInt64(1L << width);
            var noisy = random.Next(2) == 0;
            return Enumerable.Range(0, random.Next(40)).Select(_ => noisy ? (int)random.NextInt64(1L << width) : run);
        }),
    ];
}

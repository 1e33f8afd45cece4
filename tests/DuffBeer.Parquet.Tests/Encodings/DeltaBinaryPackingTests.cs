using System.Buffers;
using System.Numerics;
using DuffBeer.Parquet.Encodings;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests.Encodings;

public sealed class DeltaBinaryPackingTests
{
    [Fact]
    public void Int64_values_round_trip() => ComesBack<long>(Longs());

    [Fact]
    public void Int32_values_round_trip_with_no_delta_wider_than_32_bits() =>
        ComesBack(Longs().Select(values => values.Select(value => (int)value).ToArray()));

    [Theory]
    [InlineData(new long[0], "8001" + "04" + "00" + "00")]
    [InlineData(new[] { -3L }, "8001" + "04" + "01" + "05")]
    [InlineData(new[] { 1L, 2L, 3L, 4L, 5L }, "8001" + "04" + "05" + "02" + "02" + "00000000")]
    [InlineData(new[] { 7L, 5L, 3L, 1L, 2L, 3L, 4L, 5L }, "8001" + "04" + "08" + "0E" + "03" + "02000000" + "C03F000000000000")]
    public void Examples_of_the_specification_are_written_as_specified(long[] values, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Encode<long>(values)));

    [Fact]
    public void An_estimate_for_uniform_values_is_near_their_size()
    {
        var random = new Random(5);
        long[] values = [.. Enumerable.Range(0, 50_000).Select(index => index * 72L + random.Next(20))];

        var estimate = DeltaBinaryPacking<long>.EstimateBytes(values);

        Assert.InRange(estimate, Encode<long>(values).Length * 0.95, Encode<long>(values).Length * 1.05);
    }

    static void ComesBack<T>(Gen<T[]> gen) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        Prop.ForAll(gen.ToArbitrary(), values => Decode<T>(Encode<T>(values)).SequenceEqual(values))
            .Check(Law.Cases(200));

    static byte[] Encode<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var to = new ArrayBufferWriter<byte>();
        DeltaBinaryPacking<T>.Write(to, values);
        return to.WrittenSpan.ToArray();
    }

    static T[] Decode<T>(byte[] bytes) where T : unmanaged, IBinaryInteger<T>
    {
        var reader = new BitReader(bytes);
        var block = (int)reader.Varint();
        var minis = (int)reader.Varint();
        var values = new T[reader.Varint()];
        var value = T.CreateTruncating(reader.Zigzag());
        if (values.Length > 0)
            values[0] = value;
        for (var at = 1; at < values.Length;)
        {
            var smallest = T.CreateTruncating(reader.Zigzag());
            var widths = Enumerable.Range(0, minis).Select(_ => (int)reader.Bits(8)).ToArray();
            foreach (var width in widths.TakeWhile(_ => at < values.Length))
            {
                Assert.InRange(width, 0, T.AllBitsSet.GetByteCount() * 8);
                for (var index = 0; index < block / minis; index++)
                {
                    var step = T.CreateTruncating(reader.Bits(width));
                    if (at < values.Length)
                        values[at++] = value += smallest + step;
                }
            }
        }

        Assert.True(reader.AtEnd);
        return values;
    }

    /// <summary>Lengths around block boundaries; deltas from zero to the widest.</summary>
    static Gen<long[]> Longs() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from count in Gen.OneOf(Gen.Choose(0, 600), Gen.Elements(1, 2, 32, 33, 128, 129, 130, 257))
        from bits in Gen.Choose(0, 63)
        select Walk(new Random(seed), count, bits);

    static long[] Walk(Random random, int count, int bits)
    {
        var values = new long[count];
        var value = random.NextInt64(long.MinValue, long.MaxValue);
        for (var index = 0; index < count; index++)
        {
            var step = random.NextInt64(long.MinValue, long.MaxValue) >> (63 - bits);
            values[index] = value = unchecked(value + step);
        }

        return values;
    }
}

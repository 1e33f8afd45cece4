using System.Numerics;
using DuffBeer.Parquet.Encodings;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests.Encodings;

public sealed class BitPackingTests
{
    [Fact]
    public void Values_of_64_bits_round_trip_at_every_width() =>
        ComesBack(random => (ulong)random.NextInt64() << 1 | (uint)random.Next(2), widest: 64);

    [Fact]
    public void Values_of_32_bits_round_trip_at_every_width() => ComesBack(random => (uint)random.NextInt64(1L << 32), widest: 32);

    [Fact]
    public void Bits_round_trip() =>
        Prop.ForAll(Gen.Choose(0, 70).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (count, seed) =>
        {
            var random = new Random(seed);
            byte[] values = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(2))];
            var room = new byte[count + BitPacking.Slack];
            var length = BitPacking.PackBits(values, room);
            var reader = new BitReader(room[..length]);
            return length == (count + 7) / 8 && values.All(value => reader.Bits(1) == value) && reader.Bits(length * 8 - count) == 0;
        }).Check(Law.Cases(300));

    static void ComesBack<T>(Func<Random, T> draw, int widest) where T : unmanaged, IBinaryInteger<T> =>
        Prop.ForAll(Gen.Choose(0, widest).ToArbitrary(), Gen.Choose(0, 70).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (
            width, count, seed) =>
        {
            var random = new Random(seed);
            var mask = width == 0 ? 0 : ulong.MaxValue >> 64 - width;
            T[] values = [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(ulong.CreateTruncating(draw(random)) & mask))];
            var groups = (count + 7) / 8;
            var room = new byte[groups * width + BitPacking.Slack];
            var length = BitPacking.Pack<T>(values, width, room);

            var reader = new BitReader(room[..length]);
            return length == groups * width
                && values.All(value => reader.Bits(width) == ulong.CreateTruncating(value))
                && Enumerable.Range(count, groups * 8 - count).All(_ => reader.Bits(width) == 0);
        }).Check(Law.Cases(2_000));
}

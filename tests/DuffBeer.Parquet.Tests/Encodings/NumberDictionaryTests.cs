using System.Numerics;
using DuffBeer.Parquet.Encodings;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests.Encodings;

public sealed class NumberDictionaryTests
{
    [Fact]
    public void Indices_of_64_bit_numbers_follow_their_first_occurrence() => Indexes(value => value);

    [Fact]
    public void Indices_of_32_bit_numbers_follow_their_first_occurrence() => Indexes(value => (int)value);

    [Fact]
    public void One_entry_too_many_is_refused()
    {
        foreach (var spread in (long[])[1, 1_000_000, 1L << 50])
        {
            long[] values = [.. Enumerable.Range(0, 1_000).Select(row => row % 100 * spread)];
            var dictionary = new NumberDictionary<long>();

            Assert.True(dictionary.TryIndex(values, 0, 99 * spread, 100, new int[1_000]));
            Assert.False(dictionary.TryIndex(values, 0, 99 * spread, 99, new int[1_000]));
        }
    }

    /// <summary>Uses one dictionary for all samples, so that leftovers of one would show in the next.</summary>
    static void Indexes<T>(Func<long, T> narrow) where T : unmanaged, IBinaryInteger<T>
    {
        var dictionary = new NumberDictionary<T>();
        Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(1, 3_000).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (
            bits, distinct, seed) =>
        {
            var random = new Random(seed);
            var lowest = random.NextInt64(long.MinValue, long.MaxValue);
            T[] pool = [.. Enumerable.Range(0, distinct).Select(_ => narrow(unchecked(lowest + random.NextInt64(1L << bits))))];
            T[] values = [.. Enumerable.Range(0, 5_000).Select(_ => pool[random.Next(distinct)])];
            var indices = new int[values.Length];

            var indexed = dictionary.TryIndex(values, values.Min(), values.Max(), values.Length, indices);

            return indexed
                && dictionary.Entries.SequenceEqual(values.Distinct().ToArray())
                && indices.Select(index => dictionary.Entries[index]).SequenceEqual(values);
        }).Check(Law.Cases(150));
    }
}

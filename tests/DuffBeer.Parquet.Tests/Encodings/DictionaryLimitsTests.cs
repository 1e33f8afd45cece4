using DuffBeer.Parquet.Encodings;

namespace DuffBeer.Parquet.Tests.Encodings;

public sealed class DictionaryLimitsTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void Entries_of_uniformly_drawn_values_are_predicted(int population)
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 131_072).Select(_ => random.Next(population)).ToArray();

        var expected = DictionaryLimits.Expected(values[..16_384].Distinct().Count(), 16_384, values.Length);

        Assert.InRange(values.Distinct().Count(), expected * 0.95, expected * 1.05);
    }

    [Theory]
    [InlineData(4, 100, 1_000)]
    [InlineData(8, 131_072, 400_000)]
    [InlineData(8, 262_144, 2_000_000)]
    [InlineData(8, 10, 8)]
    public void The_most_entries_that_pay_are_found(int size, int values, long otherwise)
    {
        var most = DictionaryLimits.MaxEntries(size, values, otherwise);

        Assert.True(most == 0 || DictionaryLimits.Pays(most, (long)most * size, values, otherwise));
        Assert.True(
            most == values
                || (most + 1) * size > DictionaryLimits.MaxBytes
                || !DictionaryLimits.Pays(most + 1, (most + 1L) * size, values, otherwise));
    }
}

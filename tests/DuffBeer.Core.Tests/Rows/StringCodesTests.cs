using DuffBeer.Core.Columns;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class StringCodesTests
{
    /// <summary>Values of all lengths that differ little: in a byte anywhere, in zeros at the end, in length alone.</summary>
    static readonly Arbitrary<byte[][]> s_values = Gen.Choose(0, 70)
        .SelectMany(
            length => Gen.Frequency((8, Gen.Constant((byte)'a')), (1, Gen.Constant((byte)'b')), (1, Gen.Constant((byte)0))).ArrayOf(length))
        .ArrayOf(400).ToArbitrary();

    [Fact]
    public void Equal_values_have_one_code_and_codes_are_consecutive() =>
        Prop.ForAll(s_values, values =>
        {
            using var codes = new StringCodes();
            var expected = new Dictionary<string, int>();
            foreach (var value in values)
            {
                var text = Convert.ToHexString(value);
                if (!expected.TryGetValue(text, out var code))
                    expected[text] = code = expected.Count;
                var padded = new byte[value.Length + 40];
                padded.AsSpan().Fill((byte)'x');
                value.CopyTo(padded, 1);

                Assert.Equal(code, codes.CodeOf(value));
                Assert.Equal(
                    value.Length <= 32, codes.TryFind(ref padded[1], value.Length, codes.Seek(ref padded[1], value.Length), out var found));
                Assert.Equal(value.Length <= 32 ? code : -1, found);
                Assert.Equal(value, codes[code].ToArray());
            }

            Assert.Equal(expected.Count, codes.Count);
        }).Check(Law.Cases(200));

    [Fact]
    public void Many_values_stay_distinct_as_the_table_grows()
    {
        using var codes = new StringCodes();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var value = 0; value < 20_000; value++)
                Assert.Equal(value, codes.CodeOf(BitConverter.GetBytes(value)));
        }
    }

    [Theory]
    [InlineData(20_000, 1, false)]
    [InlineData(20_000, 20, true)]
    [InlineData(10, 20, false)]
    [InlineData(70_000, 20, true)]
    public void A_column_that_hardly_repeats_or_has_too_many_values_abandons_its_dictionary(int rows, int distinctOf20, bool isOutgrown)
    {
        using var codes = new StringCodes();
        for (var row = 0; row < rows; row++)
            codes.CodeOf(BitConverter.GetBytes((row / 20 * distinctOf20) + (row % 20 < distinctOf20 ? row % 20 : 0)));
        codes.Saw(rows);

        Assert.Equal(isOutgrown, codes.IsOutgrown);
    }
}

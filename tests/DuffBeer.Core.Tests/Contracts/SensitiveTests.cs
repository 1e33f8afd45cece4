using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Contracts;

public class SensitiveTests
{
    [Theory]
    [InlineData("4111111111111111", "***")]
    [InlineData("card 4111 1111 1111 1111.", "card ***.")]
    [InlineData("5500-0000-0000-0004", "***")]
    [InlineData("moe@tavern.example", "***")]
    [InlineData("Moe <moe@tavern.example>, barney@tavern.example", "Moe <***>, ***")]
    [InlineData("a@b@c d@ @e @", "*** d@ @e @")]
    [InlineData("2026-11-21 07:30", "2026-11-21 07:30")]
    [InlineData("12345678901", "12345678901")]
    [InlineData("Moe's Tavern", "Moe's Tavern")]
    public void Addresses_and_long_numbers_are_masked(string text, string expected) => Assert.Equal(expected, Sensitive.MaskIn(text));

    [Theory]
    [InlineData("m")]
    [InlineData("@")]
    [InlineData("1 ")]
    [InlineData("1    ")]
    public void A_text_of_a_mebibyte_is_no_burden(string part) =>
        Assert.NotEmpty(Sensitive.MaskIn(string.Concat(Enumerable.Repeat(part, (1 << 20) / part.Length))));
}

using System.Text;
using System.Text.Unicode;
using DuffBeer.Core.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Contracts;

public class Utf8TextTests
{
    [Fact]
    public void Every_character_changes_case_as_in_dotnet_within_the_promised_space()
    {
        Span<byte> utf8 = stackalloc byte[4];
        Span<byte> to = stackalloc byte[16];
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (!Rune.IsValid(code))
                continue;
            var rune = new Rune(code);
            var text = utf8[..rune.EncodeToUtf8(utf8)];
            var room = to[..(text.Length + text.Length / 2)];

            var lower = Encoding.UTF8.GetString(room[..Utf8Text.Convert(text, CaseRule.Lower, room)]);
            var upper = Encoding.UTF8.GetString(room[..Utf8Text.Convert(text, CaseRule.Upper, room)]);
            if (lower != Rune.ToLowerInvariant(rune).ToString() || upper != Rune.ToUpperInvariant(rune).ToString())
                Assert.Fail($"U+{code:X4}");
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00a0\u2003", "")]
    [InlineData("\u3000a b\u3000", "a b")]
    [InlineData("\u00e9", "\u00e9")]
    [InlineData("a\u00a0", "a")]
    [InlineData("\u200ba", "\u200ba")] // a zero-width space is not white space in Unicode
    public void White_space_is_trimmed_from_both_ends(string text, string trimmed) =>
        Assert.Equal(trimmed, Encoding.UTF8.GetString(Utf8Text.Trim(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\ud83c\udf7a", 3, "ab")]
    [InlineData("a\ud83c\udf7ab", 3, "a\ud83c\udf7a")]
    public void A_cut_never_splits_a_character(string text, int characters, string cut) =>
        Assert.Equal(cut, Utf8Text.Cut(text, characters));

    [Fact]
    public void UTF_8_is_valid_where_dotnet_says_so()
    {
        // Runs of ASCII, whole characters, and occasionally invalid bytes.
        var pieces = Gen.Frequency(
            (6, Gen.Choose(0, 100).Select(length => Enumerable.Repeat((byte)'x', length).ToArray())),
            (6, Gen.Elements("\u00e9", "\u07ff", "\u0800", "\u20ac", "\uffff", "\ud83c\udf7a").Select(Encoding.UTF8.GetBytes)),
            (1, Gen.Elements<byte[]>(
                [0x80], [0xC3], [0xC1, 0x81], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF0, 0x8F, 0xBF, 0xBF],
                [0xF4, 0x90, 0x80, 0x80], [0xFF])));
        var valid = 0;
        Prop.ForAll(pieces.ListOf().Select(list => list.SelectMany(piece => piece).ToArray()).ToArbitrary(), bytes =>
        {
            Assert.Equal(Utf8.IsValid(bytes), Utf8Text.IsValid(bytes));
            valid += Utf8Text.IsValid(bytes) ? 1 : 0;
        }).Check(Law.Cases(2_000));

        Assert.InRange(valid, Law.Of(200), Law.Of(1_800));
    }
}

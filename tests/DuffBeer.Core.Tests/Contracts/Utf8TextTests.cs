using System.Text;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Contracts;

public class Utf8TextTests
{
    [Fact]
    public void Every_character_changes_case_as_dotnet_has_it_within_the_promised_room()
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
    [InlineData("\u200ba", "\u200ba")] // a zero-width space is no white space in Unicode
    public void White_space_goes_from_both_ends(string text, string trimmed) =>
        Assert.Equal(trimmed, Encoding.UTF8.GetString(Utf8Text.Trim(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab\ud83c\udf7a", 3, "ab")]
    [InlineData("a\ud83c\udf7ab", 3, "a\ud83c\udf7a")]
    public void A_cut_leaves_characters_whole(string text, int characters, string cut) => Assert.Equal(cut, Utf8Text.Cut(text, characters));
}

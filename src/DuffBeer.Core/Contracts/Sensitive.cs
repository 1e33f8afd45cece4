using System.Text;
using System.Text.RegularExpressions;

namespace DuffBeer.Core.Contracts;

/// <summary>Masks what may be the value of a hidden column that ended up in another place.</summary>
public static partial class Sensitive
{
    /// <summary>Stands for a masked cell, and for a masked part of a cell.</summary>
    public const string Mask = "***";

    /// <summary>Masks e-mail addresses and numbers of 12 digits and more, such as those of cards and accounts.</summary>
    public static string MaskIn(string text) => LongNumber().Replace(MaskAddresses(text), Mask);

    /// <remarks>Linear in the text, which a sender may choose.</remarks>
    static string MaskAddresses(string text)
    {
        var masked = new StringBuilder();
        var from = 0;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', Math.Max(at + 1, from)))
        {
            var (begin, end) = (at, at + 1);
            while (begin > from && IsOfAddress(text[begin - 1]))
                begin--;
            while (end < text.Length && IsOfAddress(text[end]))
                end++;
            if (begin == at || end == at + 1)
                continue;
            masked.Append(text, from, begin - from).Append(Mask);
            from = end;
        }

        return from == 0 ? text : masked.Append(text, from, text.Length - from).ToString();
    }

    static bool IsOfAddress(char character) =>
        !char.IsWhiteSpace(character) && character is not (',' or ';' or '|' or '"' or '\'' or '<' or '>' or '(' or ')');

    /// <summary>
    /// The names of a header for a message. If none of them is known, the header may be data, so only their number is shown.
    /// </summary>
    /// <param name="hides">Whether the contract hides a column.</param>
    public static string Names(IReadOnlyList<string> names, bool hides, bool someKnown) =>
        !hides ? string.Join(", ", names.Select(name => name.Trim()))
        : someKnown ? string.Join(", ", names.Select(name => NameOf(name)))
        : $"{names.Count} cells, not shown because they may be data";

    /// <summary>A name of a header that may be a cell of data instead.</summary>
    public static string NameOf(string name) =>
        name.Count(char.IsAsciiDigit) >= 6 || name.Contains('@', StringComparison.Ordinal) ? Mask : name.Trim();

    [GeneratedRegex(@"[0-9](?:[\s.,/_\u2010-\u2015\\-]{0,3}[0-9]){11,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}

using System.Text.RegularExpressions;

namespace DuffBeer.Core.Contracts;

/// <summary>Masks what may be the value of a hidden column that ended up in another place.</summary>
public static partial class Sensitive
{
    /// <summary>Stands for a masked cell, and for a masked part of a cell.</summary>
    public const string Mask = "***";

    /// <summary>Masks e-mail addresses and numbers of 12 digits and more, such as those of cards and accounts.</summary>
    public static string MaskIn(string text) => Pattern().Replace(text, Mask);

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

    [GeneratedRegex(@"[^\s,;|""'<>()]+@[^\s,;|""'<>()]+|[0-9](?:[\s.,/_\u2010-\u2015\\-]{0,3}[0-9]){11,}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

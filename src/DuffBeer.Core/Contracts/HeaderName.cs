using System.Globalization;
using System.Text;

namespace DuffBeer.Core.Contracts;

/// <summary>Compares header names by their letters and digits: case, spaces, line breaks, dashes and underscores do not count.</summary>
public static class HeaderName
{
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!IsIgnored(rune))
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        // A name of nothing else is compared as it is.
        return folded.Length > 0 ? folded.ToString() : name.Trim();
    }

    /// <summary>Every normalised name that a file may use for the column.</summary>
    public static IReadOnlyList<string> Of(Column column) =>
        [.. new[] { column.SourceName ?? column.Name, column.Name }.Concat(column.Aliases).Select(Fold).Distinct()];

    // Format is the invisible characters: a byte order mark, a soft hyphen, a zero width space.
    static bool IsIgnored(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation
        || rune.Value == MinusSign;

    const int MinusSign = 0x2212;
}

using System.Globalization;
using System.Text;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Makes names for datasets, columns and domains.</summary>
public static class DefinitionName
{
    static readonly string[] s_reserved =
        ["all", "and", "as", "by", "case", "date", "desc", "end", "from", "group", "in", "is", "join", "limit", "not", "null", "on", "or",
            "order", "select", "table", "time", "timestamp", "to", "union", "user", "using", "values", "when", "where", "with"];

    /// <summary>A name that contracts and models allow, made of another text.</summary>
    public static string Of(string text, string otherwise)
    {
        var letters = text.Normalize(NormalizationForm.FormD).ToLowerInvariant()
            .Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        var name = string.Join('_', string.Concat(letters).Split('_', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length == 0)
            return otherwise;
        if (!char.IsAsciiLetter(name[0]))
            name = $"{otherwise}_{name}";
        if (name.Length > 40)
            name = name[..40].TrimEnd('_');
        return s_reserved.Contains(name) ? $"{name}_value" : SqlName.IsValid(name) ? name : otherwise;
    }
}

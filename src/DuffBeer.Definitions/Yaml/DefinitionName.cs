using System.Globalization;
using DuffBeer.Core.Models;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Makes names for datasets, columns and domains.</summary>
public static class DefinitionName
{
    static readonly string[] s_reserved =
        ["all", "and", "as", "by", "case", "date", "desc", "end", "from", "group", "in", "is", "join", "limit", "not", "null", "on", "or",
            "order", "select", "table", "time", "timestamp", "to", "union", "user", "using", "values", "when", "where", "with"];

    /// <summary>Letters of European languages and what they become; invariant globalization does not decompose them.</summary>
    static readonly Dictionary<char, string> s_plain = new[]
    {
        ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"),
        ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏő"), ("r", "ŕŗř"), ("s", "śŝşšș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűų"),
        ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"), ("ss", "ß"), ("ae", "æ"), ("oe", "œ"), ("th", "þ"),
    }.SelectMany(plain => plain.Item2.Select(letter => (letter, plain.Item1))).ToDictionary();

    /// <summary>A name that contracts and models allow, made of another text.</summary>
    public static string Of(string text, string otherwise)
    {
        var letters = text.ToLowerInvariant()
            .Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            .SelectMany(letter => char.IsAsciiLetterOrDigit(letter) ? letter.ToString() : s_plain.GetValueOrDefault(letter, "_"));
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

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Reads one line of the settings: <c>name = value  type  rules  description</c>.</summary>
public static class SettingLine
{
    /// <summary>The text of a default without a value.</summary>
    const string None = "none";

    const string Form = "name = value  type  [oneOf(a, b, …)] [min(x)] [max(x)]  description";

    /// <summary>Null if there is a <paramref name="mistake"/>.</summary>
    public static Setting? Read(string line, out string? mistake)
    {
        mistake = $"expected '{Form}', found '{line}'";
        var sides = line.Split('=', 2, StringSplitOptions.TrimEntries);
        var words = sides.Length == 2 ? HeaderList.Words(sides[1]) : [];
        if (words.Count < 3 || !SqlName.IsValid(sides[0]) || !LogicalType.TryParse(words[1], out var type))
            return null;

        var rule = new ValueRule(type);
        var at = 2;
        for (; at < words.Count && ValueRule.IsRule(words[at]); at++)
        {
            if (rule.With(words[at]) is not { } ruled)
            {
                mistake = $"the rule {words[at]} does not fit {type}; {mistake}";
                return null;
            }

            rule = ruled;
        }

        if (at == words.Count)
            return null;
        var value = words[0] == None ? new SqlValue(type, null) : rule.Read(sides[0], words[0], out mistake);
        return value is null ? null : new(sides[0], rule, value, string.Join(' ', words.Skip(at)));
    }
}

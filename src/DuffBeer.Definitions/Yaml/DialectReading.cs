using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads <c>dialect:</c>.</summary>
static class DialectReading
{
    const int MostLines = 1000;
    const int MostHeaderLines = 20;
    const int MostOfDelimiter = 8;

    public static DialectRule Read(Section root)
    {
        if (root.Child(
                "dialect", "delimiter", "quote", "encoding", "header", "skip", "headerLines", "headerLinesAfter", "comment", "escape",
                "spacedQuotes", "trailingDelimiter", "decimal", "thousands", "currency") is not { } dialect)
            return new();
        var rule = new DialectRule(Delimiter(dialect), Quote(dialect), Encoding(dialect))
        {
            Header = dialect.Choice(
                "header", HeaderRule.First, new("first", HeaderRule.First), new("none", HeaderRule.None), new("search", HeaderRule.Search)),
            Skip = Lines(dialect, "skip"),
            HeaderLines = HeaderLines(dialect),
            HeaderLinesAfter = Lines(dialect, "headerLinesAfter"),
            Comment = Character(dialect, "comment"),
            Escape = Character(dialect, "escape"),
            SpacedQuotes = dialect.Choice<bool?>("spacedQuotes", null, new("auto", null), new("true", true), new("false", false)),
            Numbers = NumberReading.Read(dialect, NumberNotation.Plain),
            TrailingDelimiter = dialect.Flag("trailingDelimiter"),
        };
        Check(dialect, rule);
        return rule;
    }

    static string? Delimiter(Section dialect)
    {
        if (dialect.Scalar("delimiter", "a text") is not { } scalar)
            return null;
        switch (scalar.Value)
        {
            case "auto": return null;
            case "tab" or "\\t": return "\t";
            case "space": return " ";
        }

        if (scalar.Value.Length is >= 1 and <= MostOfDelimiter
            && !scalar.Value.Any(character => char.IsLetterOrDigit(character) || character is '\r' or '\n'))
            return scalar.Value;
        dialect.Report(
            scalar, "delimiter",
            $"'{scalar.Value}' is not allowed; it must be auto, tab, space, or 1 to {MostOfDelimiter} characters, none a letter or digit");
        return null;
    }

    static char Quote(Section dialect) => dialect.Choice("quote", '"', new("\"", '"'), new("'", '\''));

    static string? Encoding(Section dialect) => dialect.Choice<string?>(
        "encoding", null,
        new("auto", "auto"), new("utf-8", null), new("windows-1252", "windows-1252"), new("iso-8859-1", "iso-8859-1"));

    static int Lines(Section dialect, string key)
    {
        var lines = dialect.Integer(key) ?? 0;
        if (lines is < 0 or > MostLines)
            dialect.Report(key, $"the number of lines is 0 to {MostLines}, not {lines}");
        return (int)Math.Clamp(lines, 0, MostLines);
    }

    static int HeaderLines(Section dialect)
    {
        var lines = dialect.Integer("headerLines") ?? 1;
        if (lines is < 1 or > MostHeaderLines)
            dialect.Report("headerLines", $"a header has 1 to {MostHeaderLines} lines, not {lines}");
        return (int)Math.Clamp(lines, 1, MostHeaderLines);
    }

    static char? Character(Section dialect, string key)
    {
        if (dialect.Scalar(key, "a character") is not { } scalar)
            return null;
        if (scalar.Value is [var character] && char.IsAscii(character) && !char.IsAsciiLetterOrDigit(character)
            && character is not ('\r' or '\n'))
            return character;
        dialect.Report(scalar, key, $"'{scalar.Value}' is not allowed; it must be one ASCII character, not a letter or digit");
        return null;
    }

    static void Check(Section dialect, DialectRule rule)
    {
        var delimiter = rule.Delimiter ?? "";
        if (delimiter.Contains(rule.Quote, StringComparison.Ordinal))
            dialect.Report("delimiter", "the delimiter cannot contain the quote");
        if (rule.Escape is { } escape && (escape == rule.Quote || delimiter.Contains(escape, StringComparison.Ordinal)))
            dialect.Report("escape", "the escape must differ from quote and delimiter; a doubled quote needs no escape");
        if (rule.Comment is { } comment && (comment == rule.Quote || delimiter.StartsWith(comment)))
            dialect.Report("comment", "a comment must begin with another character than quote and delimiter");
        if (rule is { Header: HeaderRule.None, HeaderLines: > 1 })
            dialect.Report("headerLines", "without a header no line belongs to it; use skip");
        if (rule is { Header: HeaderRule.None, HeaderLinesAfter: > 0 })
            dialect.Report("headerLinesAfter", "without a header no line belongs to it; use skip");
    }
}

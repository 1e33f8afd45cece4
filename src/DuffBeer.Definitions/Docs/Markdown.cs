namespace DuffBeer.Definitions.Docs;

/// <summary>Pieces of Markdown.</summary>
static class Markdown
{
    const int LineWidth = 130;

    /// <summary>Escapes text so that it cannot change the Markdown around it.</summary>
    public static string Text(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    public static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")}`";

    public static string Codes(IEnumerable<string> texts) => string.Join(", ", texts.Select(Code));

    public static string Link(string name, string to) => $"[{name}]({to})";

    public static IEnumerable<string> Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
    [
        Row(heads),
        Row([.. heads.Select(_ => "---")]),
        .. rows.Select(Row),
        "",
    ];

    /// <summary>Breaks prose and list items at spaces; tables stay as they are.</summary>
    public static IEnumerable<string> Wrap(string line)
    {
        if (line.Length <= LineWidth || line.StartsWith('|'))
            return [line];

        var indent = line.StartsWith("- ", StringComparison.Ordinal) ? "  " : "";
        var lines = new List<string> { "" };
        foreach (var word in line.Split(' '))
        {
            if (lines[^1].Length + word.Length >= LineWidth && MayBegin(word))
                lines.Add(indent + word);
            else
                lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return lines;
    }

    /// <summary>False for a word that would start a list or a heading at the beginning of a line.</summary>
    static bool MayBegin(string word) => word.Length > 0 && (char.IsLetter(word[0]) || word[0] is '`' or '[' or '(');

    static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}

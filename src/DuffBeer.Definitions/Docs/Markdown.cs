namespace DuffBeer.Definitions.Docs;

/// <summary>Pieces of Markdown.</summary>
static class Markdown
{
    /// <summary>Text that no character of changes what stands around it.</summary>
    public static string Text(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    public static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")}`";

    public static string Link(string name, string to) => $"[{name}]({to})";

    public static IEnumerable<string> Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
    [
        Row(heads),
        Row([.. heads.Select(_ => "---")]),
        .. rows.Select(Row),
        "",
    ];

    static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}

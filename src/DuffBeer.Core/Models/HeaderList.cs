namespace DuffBeer.Core.Models;

/// <summary>Splits lists in headers at top-level commas, or into words; brackets and quoted text belong to the word.</summary>
static class HeaderList
{
    public static IReadOnlyList<string> Items(string? text) => Split(text ?? "", ',');

    public static IReadOnlyList<string> Words(string text) => Split(text, ' ');

    /// <summary>Reads <c>name</c> or <c>name(argument, …)</c>.</summary>
    public static (string Name, IReadOnlyList<string> Arguments) Call(string item)
    {
        var open = item.IndexOf('(', StringComparison.Ordinal);
        return open < 0 || !item.EndsWith(')')
            ? (item, [])
            : (item[..open].Trim(), Items(item[(open + 1)..^1]));
    }

    static List<string> Split(string text, char separator)
    {
        var items = new List<string>();
        var depth = 0;
        var begin = 0;
        var isQuoted = false;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && (depth > 0 || isQuoted || text[at] != separator))
            {
                // An apostrophe within a word, as in Kid's, is no quote.
                isQuoted = text[at] == '\'' ? !isQuoted && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) : isQuoted;
                depth += isQuoted ? 0 : text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
                continue;
            }

            var item = text[begin..at].Trim();
            if (item.Length > 0)
                items.Add(item);
            begin = at + 1;
        }

        return items;
    }
}

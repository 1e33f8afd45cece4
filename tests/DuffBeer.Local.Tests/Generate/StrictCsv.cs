using System.Text;

namespace DuffBeer.Local.Tests.Generate;

/// <param name="Cells">Empty if strict quoting fails.</param>
sealed record SampleUnit(string Raw, IReadOnlyList<string> Cells)
{
    public bool IsQuotingFault => Cells.Count == 0;
}

/// <summary>An independent, slow reader with strict quotes; a line with broken quotes is a unit of its own.</summary>
static class StrictCsv
{
    public static IEnumerable<SampleUnit> Read(byte[] bytes)
    {
        // Latin-1 maps every byte to one character, so invalid UTF-8 survives.
        var text = Encoding.Latin1.GetString(bytes);
        for (var at = 0; at < text.Length;)
        {
            var cells = new List<string>();
            var next = Record(text, at, cells);
            if (next < 0)
            {
                cells.Clear();
                next = text.IndexOf('\n', at) + 1;
            }

            yield return new(text[at..(next - 1)], cells);
            at = next;
        }
    }

    /// <summary>The offset after the record's line break; -1 if its quotes are invalid.</summary>
    static int Record(string text, int at, List<string> cells)
    {
        while (true)
        {
            var quoted = text[at] == '"';
            var end = quoted ? ClosingQuote(text, at) + 1 : text.AsSpan(at).IndexOfAny(',', '\n') + at;
            if (end == 0 || text[end] is not (',' or '\n'))
                return -1;
            cells.Add(quoted ? text[(at + 1)..(end - 1)].Replace("\"\"", "\"") : text[at..end]);
            at = end + 1;
            if (text[end] == '\n')
                return at;
        }
    }

    static int ClosingQuote(string text, int opening)
    {
        for (var at = text.IndexOf('"', opening + 1); at >= 0; at = text.IndexOf('"', at + 2))
        {
            if (text[at + 1] != '"')
                return at;
        }

        return -1;
    }
}

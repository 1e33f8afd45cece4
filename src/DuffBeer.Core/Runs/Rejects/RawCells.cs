using System.Text;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>Splits a rejected line into cells, so that people can correct them in a spreadsheet.</summary>
public static class RawCells
{
    /// <summary>Null if the line's quotes are broken and its cells cannot be determined.</summary>
    public static IReadOnlyList<string>? Split(string raw, Dialect dialect)
    {
        var (delimiter, quote) = (dialect.DelimiterText, (char)dialect.Quote);
        var cells = new List<string>();
        for (var at = 0; ; at += delimiter.Length)
        {
            if (at < raw.Length && raw[at] == quote)
            {
                if (Quoted(raw, quote, ref at) is not { } text)
                    return null;
                cells.Add(text);
            }
            else
            {
                var end = raw.IndexOf(delimiter, at, StringComparison.Ordinal);
                end = end < 0 ? raw.Length : end;
                cells.Add(raw[at..end]);
                at = end;
            }

            if (at == raw.Length)
                return cells;
            if (string.CompareOrdinal(raw, at, delimiter, 0, delimiter.Length) != 0)
                return null;
        }
    }

    static string? Quoted(string raw, char quote, ref int at)
    {
        var text = new StringBuilder();
        while (true)
        {
            var end = raw.IndexOf(quote, at + 1);
            if (end < 0)
                return null;
            text.Append(raw, at + 1, end - at - 1);
            at = end + 1;
            if (at == raw.Length || raw[at] != quote)
                return text.ToString();
            text.Append(quote);
        }
    }
}

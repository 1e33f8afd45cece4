using System.Globalization;
using System.Text;
using Spectre.Console;

namespace DuffBeer.Local.Rendering;

/// <summary>Texts measured in columns of a terminal, where some characters take two.</summary>
static class CellText
{
    const char Ellipsis = '…';

    public static int Width(string text) => text.GetCellWidth();

    /// <summary>The text in at most <paramref name="width"/> columns, with its middle left out.</summary>
    public static string CutMiddle(string text, int width)
    {
        if (Width(text) <= width)
            return text;
        if (width <= 1)
            return width == 1 ? $"{Ellipsis}" : "";
        var elements = Elements(text);
        var (start, end) = (new StringBuilder(), new List<string>());
        var (left, right) = ((width - 1 + 1) / 2, (width - 1) / 2);
        foreach (var element in elements)
        {
            left -= Width(element);
            if (left < 0)
                break;
            start.Append(element);
        }

        foreach (var element in Enumerable.Reverse(elements))
        {
            right -= Width(element);
            if (right < 0)
                break;
            end.Add(element);
        }

        end.Reverse();
        return $"{start}{Ellipsis}{string.Concat(end)}";
    }

    /// <summary>The text in lines of at most <paramref name="width"/> columns, broken behind its words where possible.</summary>
    /// <param name="isName">A word also ends behind an underscore.</param>
    public static IReadOnlyList<string> Wrap(string text, int width, bool isName = false)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var whole in Words(text, isName))
        {
            var word = whole;
            if (line.Length > 0 && Width(line + word.TrimEnd()) > width)
            {
                lines.Add(line.TrimEnd());
                line = "";
            }

            for (; Width(word.TrimEnd()) > width; word = word[Fitting(word, width)..])
                lines.Add(word[..Fitting(word, width)]);
            line += word;
        }

        lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>The words of a name, each with the separator behind it.</summary>
    public static IEnumerable<string> Words(string name) => Words(name, isName: true).Select(word => word.TrimEnd());

    static IEnumerable<string> Words(string text, bool isName)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == ' ' || (isName && text[at] == '_'))
            {
                yield return text[start..(at + 1)];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    public static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Width(text))) + text;

    /// <summary>How many characters fit; at least one element.</summary>
    static int Fitting(string text, int width)
    {
        var (length, used) = (0, 0);
        foreach (var element in Elements(text))
        {
            used += Width(element);
            if (used > width && length > 0)
                break;
            length += element.Length;
        }

        return length;
    }

    static List<string> Elements(string text)
    {
        var elements = new List<string>();
        for (var walk = StringInfo.GetTextElementEnumerator(text); walk.MoveNext();)
            elements.Add(walk.GetTextElement());
        return elements;
    }
}

namespace DuffBeer.Bench.Results;

/// <summary>Wraps the paragraphs of a Markdown text, because their values vary in length; tables and headings stay unchanged.</summary>
static class Prose
{
    const int LongestLine = 140;

    public static string Wrap(string text)
    {
        var lines = new List<string>();
        var isParagraph = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] is '|' or '#')
            {
                lines.Add(line);
                isParagraph = false;
                continue;
            }

            foreach (var word in line.Split(' '))
            {
                if (isParagraph && lines[^1].Length + 1 + word.Length <= LongestLine)
                    lines[^1] += $" {word}";
                else
                    lines.Add(word);
                isParagraph = true;
            }
        }

        return string.Join('\n', lines);
    }
}

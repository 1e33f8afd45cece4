using System.Text.RegularExpressions;
using DuffBeer.Bench.Measuring;

namespace DuffBeer.Bench.Results;

/// <summary>The results of one machine: a head, and one section per benchmark, which can be replaced alone.</summary>
sealed partial record ResultsFile(string Head, IReadOnlyList<Section> Sections)
{
    public static readonly ResultsFile Empty = new("", []);

    public string Text => Head + string.Concat(Sections.Select(section => $"\n{section.Text}"));

    /// <summary>The machine, as the first heading names it.</summary>
    public string Machine => Head.Split('\n')[0].TrimStart('#', ' ');

    public static ResultsFile Parse(string text)
    {
        var parts = Heading().Split(text.ReplaceLineEndings("\n"));
        return new(
            parts[0].TrimEnd() + "\n", [.. parts.Skip(1).Select(part => new Section(part[3..].Split('\n')[0], part.TrimEnd() + "\n"))]);
    }

    /// <summary>Adds or replaces this section; the others stay unchanged.</summary>
    public ResultsFile With(Machine machine, Section section)
    {
        var sections = Sections.ToList();
        var index = sections.FindIndex(old => old.Title == section.Title);
        if (index < 0)
            sections.Add(section);
        else
            sections[index] = section;
        return new(machine.Head, sections);
    }

    [GeneratedRegex("^(?=## )", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

using Spectre.Console;

namespace DuffBeer.Local.Rendering;

/// <param name="IsNumber">Numbers are right-aligned.</param>
sealed record Heading(string Name, bool IsNumber = false);

/// <summary>A table for people on standard output.</summary>
static class TextTable
{
    /// <summary>The most spaces that the border takes between two columns.</summary>
    const int Padding = 3;

    /// <summary>Names hidden columns of a too narrow terminal on standard error; a redirected table has all columns.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<Heading> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var cells = rows.Select(row => row.Select(DisplayText.Printable).ToList()).ToList();
        var shown = terminal.OutIsTerminal ? Fitting(headings, cells, terminal.Width) : headings.Count;

        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings.Take(shown))
            table.AddColumn(new TableColumn(new Text(heading.Name)) { Alignment = heading.IsNumber ? Justify.Right : Justify.Left });
        foreach (var row in cells)
            table.AddRow(row.Take(shown).Select(cell => new Text(cell)));
        Consoles.Out(terminal).Write(table);
        if (shown < headings.Count)
            terminal.Error.WriteLine(
                $"Not shown, the terminal being too narrow: {string.Join(", ", headings.Skip(shown).Select(heading => heading.Name))}.");
    }

    /// <summary>How many columns fit: at least one, which then wraps.</summary>
    static int Fitting(IReadOnlyList<Heading> headings, List<List<string>> cells, int width)
    {
        var used = Padding;
        for (var index = 0; index < headings.Count; index++)
        {
            used += Padding + cells.Select(row => row[index].Length).Append(headings[index].Name.Length).Max();
            if (used > width)
                return Math.Max(1, index);
        }

        return headings.Count;
    }
}

using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Rendering;

/// <summary>How a table is shown on a terminal.</summary>
/// <param name="IsWide">All columns in full, however narrow the terminal is.</param>
/// <param name="IsVertical">One line per value instead of one per row.</param>
/// <param name="Columns">Only these columns, in this order; null for all.</param>
sealed record TableView(bool IsWide = false, bool IsVertical = false, IReadOnlyList<string>? Columns = null)
{
    /// <summary>How to see columns that do not fit.</summary>
    public string More { get; init; } = "--json shows all";
}

/// <summary>A table on standard output: fitted to a terminal; elsewhere one line per row, its values separated by tabs.</summary>
static class TextTable
{
    /// <summary>So few rows are shown vertically if they do not fit.</summary>
    const int FewRows = 3;

    static readonly TableView s_plain = new();

    public static void Write(
        Terminal terminal, IReadOnlyList<Heading> headings, IEnumerable<IReadOnlyList<string>> rows, TableView? view = null)
    {
        view ??= s_plain;
        var chosen = view.Columns is null ? [.. Enumerable.Range(0, headings.Count)] : Chosen(headings, view.Columns);
        headings = [.. chosen.Select(index => headings[index])];
        var cells = rows.Select(row => (IReadOnlyList<string>)[.. chosen.Select(index => DisplayText.Printable(row[index]))]).ToList();
        if (!terminal.OutIsTerminal)
            WriteTabs(terminal.Out, headings, cells, view.IsVertical);
        else if (view.IsVertical)
            VerticalText.Write(terminal, headings, cells);
        else
            WriteFitted(terminal, headings, cells, view);
    }

    static List<int> Chosen(IReadOnlyList<Heading> headings, IReadOnlyList<string> columns)
    {
        var names = headings.Select(heading => heading.Name).ToList();
        if (columns.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"There is no column '{unknown}'.{LikelyName.Hint(unknown, names)} Columns are {string.Join(", ", names)}.");
        return [.. columns.Distinct().Select(name => names.IndexOf(name))];
    }

    static void WriteFitted(Terminal terminal, IReadOnlyList<Heading> headings, List<IReadOnlyList<string>> cells, TableView view)
    {
        var layout = TableLayout.Of(headings, cells, view.IsWide ? null : terminal.Width);
        if (layout.LeftOut.Count > 0 && cells.Count is > 0 and <= FewRows)
        {
            VerticalText.Write(terminal, headings, cells);
            return;
        }

        var titles = layout.Columns.Select(column => CellText.Wrap(headings[column.Index].Name, column.Width, isName: true)).ToList();
        var height = titles.Max(title => title.Count);
        for (var line = 0; line < height; line++)
            WriteLine(terminal, headings, layout, titles.Select(title => title.ElementAtOrDefault(line - height + title.Count) ?? ""));
        terminal.Out.WriteLine(
            string.Join(new string(' ', TableLayout.Gap), layout.Columns.Select(column => new string('─', column.Width))));
        foreach (var row in cells)
            WriteRow(terminal, headings, layout, row);
        terminal.Out.WriteLine();
        if (layout.LeftOut.Count > 0)
            Paragraph.WriteNote(terminal, Missing(headings, layout.LeftOut, view));
    }

    static string Missing(IReadOnlyList<Heading> headings, IReadOnlyList<int> leftOut, TableView view) =>
        $"{leftOut.Count} of {headings.Count} columns do not fit: {string.Join(", ", leftOut.Select(index => headings[index].Name))}. "
            + $"{view.More}.";

    static void WriteRow(Terminal terminal, IReadOnlyList<Heading> headings, TableLayout layout, IReadOnlyList<string> row)
    {
        var lines = layout.Columns.Select(column => headings[column.Index].Kind == CellKind.Prose
            ? CellText.Wrap(row[column.Index], column.Width)
            : [row[column.Index]]).ToList();
        for (var line = 0; line < lines.Max(cell => cell.Count); line++)
            WriteLine(terminal, headings, layout, lines.Select(cell => cell.ElementAtOrDefault(line) ?? ""));
    }

    static void WriteLine(Terminal terminal, IReadOnlyList<Heading> headings, TableLayout layout, IEnumerable<string> cells) =>
        terminal.Out.WriteLine(string.Join(
            new string(' ', TableLayout.Gap),
            cells.Zip(layout.Columns, (text, column) => Cell(terminal, text, headings[column.Index].Kind, column.Width))).TrimEnd());

    static string Cell(Terminal terminal, string text, CellKind kind, int width)
    {
        var cut = CellText.CutMiddle(text, width);
        return kind == CellKind.Number ? LossText.Mark(terminal, text, CellText.PadLeft(cut, width)) : CellText.PadRight(cut, width);
    }

    static void WriteTabs(TextWriter to, IReadOnlyList<Heading> headings, List<IReadOnlyList<string>> cells, bool isVertical)
    {
        if (!isVertical && headings.All(heading => heading.Name.Length > 0))
            to.WriteLine(string.Join('\t', headings.Select(heading => heading.Name)));
        foreach (var row in cells)
        {
            if (isVertical)
                to.WriteLine(string.Join(Environment.NewLine, row.Select((cell, index) => $"{headings[index].Name}\t{cell}")));
            else
                to.WriteLine(string.Join('\t', row.Select(cell => cell.Trim())));
            if (isVertical)
                to.WriteLine();
        }
    }
}

namespace DuffBeer.Local.Rendering;

/// <summary>Rows with one line per value; a long value continues below, so nothing is cut.</summary>
static class VerticalText
{
    public static void Write(Terminal terminal, IReadOnlyList<Heading> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var names = Math.Min(headings.Max(heading => CellText.Width(heading.Name)), Math.Max(1, terminal.Width / 2));
        var values = Math.Max(1, terminal.Width - names - TableLayout.Gap);
        foreach (var (number, row) in rows.Index())
        {
            if (rows.Count > 1)
                terminal.Out.WriteLine(CellText.CutMiddle($"── {number + 1} of {rows.Count} ──", terminal.Width));
            foreach (var (index, heading) in headings.Index())
                WriteValue(terminal, CellText.CutMiddle(heading.Name, names), names, row[index], heading.Kind, values);
            terminal.Out.WriteLine();
        }
    }

    static void WriteValue(Terminal terminal, string name, int names, string text, CellKind kind, int width)
    {
        var title = CellText.PadRight(name, names + TableLayout.Gap);
        foreach (var line in CellText.Wrap(text, width))
        {
            terminal.Out.WriteLine((title + (kind == CellKind.Number ? LossText.Mark(terminal, text, line) : line)).TrimEnd());
            title = new(' ', names + TableLayout.Gap);
        }
    }
}

namespace DuffBeer.Local.Rendering;

/// <summary>A sentence on standard output, broken into lines at a terminal's width.</summary>
static class Paragraph
{
    public static void Write(Terminal terminal, string text)
    {
        foreach (var line in terminal.OutIsTerminal ? CellText.Wrap(text, terminal.Width) : [text])
            terminal.Out.WriteLine(line);
    }
}

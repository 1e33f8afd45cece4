namespace DuffBeer.Local.Rendering;

/// <summary>Sentences, broken into lines at a terminal's width.</summary>
static class Paragraph
{
    /// <summary>A part of the result, on standard output.</summary>
    public static void Write(Terminal terminal, string text) => Write(terminal.Out, text, terminal.OutIsTerminal ? terminal.Width : null);

    /// <summary>A note about the result, on standard error.</summary>
    public static void WriteNote(Terminal terminal, string text)
    {
        // On a screen, what is above the note must appear first.
        terminal.Out.Flush();
        Write(terminal.Error, text, terminal.ErrorIsTerminal ? terminal.Width : null);
    }

    static void Write(TextWriter to, string text, int? width)
    {
        foreach (var line in width is { } most ? CellText.Wrap(text, most) : [text])
            to.WriteLine(line);
    }
}

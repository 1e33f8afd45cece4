using System.Text;
using Spectre.Console;

namespace DuffBeer.Local.Rendering;

/// <summary>Spectre consoles over the terminal's writers: plain text if the output is not a terminal.</summary>
static class Consoles
{
    /// <summary>Wide enough that redirected tables never wrap.</summary>
    const int Unlimited = 4096;

    public static IAnsiConsole Out(Terminal terminal) => Create(terminal, terminal.Out, terminal.OutIsTerminal);

    public static IAnsiConsole Error(Terminal terminal) => Create(terminal, terminal.Error, terminal.ErrorIsTerminal);

    static IAnsiConsole Create(Terminal terminal, TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new Output(writer, isTerminal, isTerminal ? terminal.Width : Unlimited),
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && terminal.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>Spectre's own output queries the console, which loads the whole terminal description.</summary>
    sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        // Only full-screen drawing uses it.
        const int UsualHeight = 24;

        public TextWriter Writer => writer;
        public bool IsTerminal => isTerminal;
        public int Width => width;
        public int Height => UsualHeight;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}

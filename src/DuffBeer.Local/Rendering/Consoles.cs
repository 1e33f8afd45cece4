using System.Text;
using Spectre.Console;

namespace DuffBeer.Local.Rendering;

/// <summary>Spectre consoles over the terminal's writers: plain text wherever nobody looks at a terminal.</summary>
static class Consoles
{
    /// <summary>Wide enough that no table of a redirected output is ever folded.</summary>
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

    /// <summary>Spectre's own asks the process's console what it is, which reads the terminal's whole description first.</summary>
    sealed class Output(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
    {
        // Only what is drawn over the whole screen would ask for it.
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

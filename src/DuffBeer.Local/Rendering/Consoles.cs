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
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && terminal.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new() { UseDefaultEnrichers = false },
        });
        console.Profile.Width = isTerminal ? terminal.Width : Unlimited;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}

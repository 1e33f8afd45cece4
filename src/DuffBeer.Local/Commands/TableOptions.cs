using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

/// <summary>The options of a command that prints a table: which columns, and how wide.</summary>
sealed class TableOptions
{
    readonly Option<string?> _columns = new("--columns") { Description = "Only these columns, in this order", HelpName = "A,B,…" };
    readonly Option<bool> _wide = new("--wide") { Description = "All columns in full, even if the terminal is narrower" };

    public void AddTo(Command command)
    {
        command.Add(_columns);
        command.Add(_wide);
    }

    /// <summary>The chosen columns; null for all.</summary>
    public IReadOnlyList<string>? Columns(Invocation invocation) => invocation.Value(_columns) is { } text
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : null;

    public TableView View(Invocation invocation, OutputFormat format) =>
        new(invocation.Value(_wide), format == OutputFormat.Vertical);

    /// <summary>The view of a table that always has the same columns.</summary>
    public TableView ViewOfChosen(Invocation invocation, OutputFormat format = OutputFormat.Table) =>
        View(invocation, format) with
        {
            Columns = Columns(invocation), More = "Choose with --columns a,b, or see all with --wide or --json",
        };
}

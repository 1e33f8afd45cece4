using Spectre.Console;

namespace DuffBeer.Local.Rendering;

/// <param name="IsNumber">Numbers stand at the right.</param>
readonly record struct Heading(string Name, bool IsNumber = false);

/// <summary>A table for people on standard output.</summary>
static class TextTable
{
    public static void Write(Terminal terminal, IReadOnlyList<Heading> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading.Name)) { Alignment = heading.IsNumber ? Justify.Right : Justify.Left });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(CellText.Printable(cell))));
        Consoles.Out(terminal).Write(table);
    }
}

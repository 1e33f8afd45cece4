using System.Globalization;
using DuffBeer.Api.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>An explanation as text: the levels, then the lines, then the proof.</summary>
static class WhyText
{
    static readonly Heading[] s_levels = [new("level", CellKind.Number), new("kind"), new("name"), new("rows", CellKind.Number)];

    static readonly Heading[] s_lines =
        [new("file"), new("line", CellKind.Number), new("byte", CellKind.Number), new("fate"), new("text", CellKind.Text, Least: 40)];

    static readonly Heading[] s_proof = [new("column"), new("shown"), new("computed"), new("result")];

    public static void Write(Terminal terminal, WhyAnswer why)
    {
        terminal.Out.WriteLine(
            $"{why.Title}: {string.Join(", ", why.Row.Where(cell => why.Column is null || cell.Key == why.Column).Select(Cell))}");
        TextTable.Write(
            terminal, s_levels,
            why.Levels.Select(level => (string[])[DisplayText.Of(level.Level), level.Kind, level.Name, DisplayText.Of(level.Count)]));
        TextTable.Write(terminal, s_lines, why.Lines.Select(Line));
        Paragraph.WriteNote(terminal, $"{DisplayText.Of(why.Lines.Count)} of {DisplayText.Of(why.TotalLines)} lines.");
        if (why.AllRowsOf.Count > 0)
            Paragraph.WriteNote(terminal, $"All rows count of {string.Join(", ", why.AllRowsOf)}.");
        if (why.DependOnMore.Count > 0)
            Paragraph.WriteNote(terminal, $"These columns depend on more rows: {string.Join(", ", why.DependOnMore)}.");
        foreach (var level in why.Levels.Where(level => level.DependOnMore.Count > 0))
            Paragraph.WriteNote(terminal, $"Of {level.Name}, these depend on more rows: {string.Join(", ", level.DependOnMore)}.");
        if (why.Next is { } next)
            Paragraph.WriteNote(terminal, $"The next page: --next '{next}'.");
        if (why.Proof is { } proof)
            WriteProof(terminal, proof);
    }

    static string Cell(KeyValuePair<string, string?> cell) => $"{cell.Key} {cell.Value ?? "null"}";

    static string[] Line(WhyLineAnswer line) =>
    [
        line.File, line.Line?.ToString(CultureInfo.InvariantCulture) ?? "", line.Offset.ToString(CultureInfo.InvariantCulture),
        FateOf(line), line.Raw ?? $"{line.Gone} {string.Join(", ", (line.Cells ?? new Dictionary<string, string?>()).Select(Cell))}",
    ];

    static string FateOf(WhyLineAnswer line)
    {
        var place = line.Other is { } other
            ? $" {(line.Fate == "duplicate" ? "of" : "by")} {(other.Line is { } number ? $"line {number}" : $"byte {other.Offset}")}"
                + (other.File == line.File ? "" : $" of {other.File}")
            : "";
        return $"{line.Fate}{(line.Rule is null ? "" : $" ({line.Rule})")}{place}";
    }

    static void WriteProof(Terminal terminal, WhyProofAnswer proof)
    {
        TextTable.Write(
            terminal, s_proof,
            proof.Cells.Select(cell => (string[])
            [
                cell.Column, cell.Shown, cell.Computed,
                cell.DependsOnMore ? "depends on more rows" : cell.Holds ? "equal" : "DIFFERENT",
            ]));
        if (proof.Given.Count > 0)
            Paragraph.WriteNote(terminal, $"Taken as they are: {string.Join(", ", proof.Given)}.");
        Paragraph.WriteNote(
            terminal,
            proof.Holds
                ? $"Proved from {DisplayText.Of(proof.Lines)} lines: every figure that depends on them alone is equal."
                : $"Not proved: the {DisplayText.Of(proof.Lines)} lines give other figures.");
    }
}

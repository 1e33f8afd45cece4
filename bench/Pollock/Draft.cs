using System.Text;

namespace DuffBeer.Bench.Pollock;

/// <param name="Stray">An unescaped quote before the text.</param>
readonly record struct DraftCell(string Text, bool IsQuoted, string Stray = "")
{
    public string Expected => Stray + Text;
}

/// <summary>A line with what is written before each of its cells.</summary>
sealed record DraftLine(IReadOnlyList<DraftCell> Cells, IReadOnlyList<string> Before)
{
    public static DraftLine Of(IReadOnlyList<DraftCell> cells, string delimiter = ",") =>
        new(cells, [.. cells.Select((_, index) => index == 0 ? "" : delimiter)]);

    public static DraftLine Plain(params string[] cells) =>
        Of([.. cells.Select(text => new DraftCell(text, text.Contains(',', StringComparison.Ordinal)))]);

    public IReadOnlyList<string> Expected => [.. Cells.Select(cell => cell.Expected)];

    public DraftLine WithBefore(int cell, string text) => this with { Before = [.. Before.Select((old, at) => at == cell ? text : old)] };

    public DraftLine WithStrayQuote(int cell) =>
        this with { Cells = [.. Cells.Select((old, at) => at == cell ? old with { Stray = "\"" } : old)] };

    public DraftLine WithDelimiter(string delimiter) => Of(Cells, delimiter);
}

/// <summary>The text of a file.</summary>
sealed record Draft(IReadOnlyList<DraftLine> Lines)
{
    public string LineBreak { get; init; } = "\r\n";
    public string LastLineBreak { get; init; } = "\r\n";
    public string Quote { get; init; } = "\"";

    /// <summary>Before a double quote inside a cell.</summary>
    public string Escape { get; init; } = "\"";

    public Draft WithLine(int line, Func<DraftLine, DraftLine> change) =>
        this with { Lines = [.. Lines.Select((old, at) => at == line ? change(old) : old)] };

    public byte[] Bytes()
    {
        var text = new StringBuilder();
        foreach (var (index, line) in Lines.Index())
        {
            foreach (var (cell, before) in line.Cells.Zip(line.Before))
                text.Append(before).Append(Written(cell));
            text.Append(index < Lines.Count - 1 ? LineBreak : LastLineBreak);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    string Written(DraftCell cell)
    {
        var escaped = cell.Stray + cell.Text.Replace("\"", Escape + "\"", StringComparison.Ordinal);
        return cell.IsQuoted ? Quote + escaped + Quote : escaped;
    }
}

using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>A report as a table for people, with snapshot and date; elsewhere its exact values, separated by tabs.</summary>
static class ReportText
{
    const string More = "Choose with --columns a,b, or see all with --wide, --format vertical or --format csv";

    public static void Write(Terminal terminal, ReportResult result, TableView view)
    {
        // Nothing but the table goes into a pipe.
        Action<Terminal, string> write = terminal.OutIsTerminal ? Paragraph.Write : Paragraph.WriteNote;
        write(terminal, result.Report.Title);
        var order = Order(result);
        TextTable.Write(
            terminal,
            [.. order.Select(index => HeadingOf(result.Columns[index]))],
            Lines(result, order, terminal.OutIsTerminal),
            view with { More = More });
        if (result.SnapshotAt is { } at)
            write(
                terminal,
                $"snapshot {result.SnapshotId} of {DisplayText.Time(at)}{AsOf(result)}{Money(result)}");
    }

    /// <summary>Empty for a domain that has no model of its as-of date.</summary>
    static string AsOf(ReportResult result) => result.AsOf is { } day ? $", as of {DisplayText.Of(day)}" : "";

    /// <summary>Notes about the rows, for standard error.</summary>
    public static void WriteNotes(Terminal terminal, ReportResult report)
    {
        foreach (var note in report.Notes)
            Paragraph.WriteNote(terminal, note);
        if (report.Next is { } next)
            Paragraph.WriteNote(
                terminal,
                $"Only {DisplayText.Count(report.Rows.Count)}{Of(report.TotalRows)} rows are shown: use a larger --limit, continue with "
                    + $"--next {next.Write()}, or get all with --format csv.");
    }

    /// <summary>Headline columns first, the others behind them.</summary>
    static List<int> Order(ReportResult result)
    {
        var all = result.Columns.Select(column => column.Name).ToList();
        return [.. result.Report.Show.Where(all.Contains).Concat(all).Distinct().Select(name => all.IndexOf(name))];
    }

    static Heading HeadingOf(ReportColumn column) => new(column.Name, column.IsNumber ? CellKind.Number : CellKind.Text);

    static string Of(long? total) => total is { } rows ? $" of {DisplayText.Count(rows)}" : "";

    static string Money(ReportResult result) =>
        result.Columns.Select(result.Report.CurrencyOf).FirstOrDefault(code => code is not null) is { } currency
            ? $", money in {currency}"
            : "";

    static IEnumerable<IReadOnlyList<string>> Lines(ReportResult result, List<int> order, bool forPeople)
    {
        if (!forPeople)
            return result.Rows.Select(row => order.Select(
                index => ReportCellText.Of(result.Columns[index].Type, row[index])).ToList());
        var columns = order.Select(index => ReportCells.Of(result.Columns[index], index, result.Rows)).ToList();
        return result.Rows.Select((_, row) => columns.Select(column => column[row]).ToList());
    }
}

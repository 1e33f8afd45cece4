using DuffBeer.Core.Contracts;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Rendering;

/// <summary>A report as a table: numbers at the right, snapshot and date below.</summary>
static class ReportText
{
    public static void Write(Terminal terminal, ReportOutput report)
    {
        terminal.Out.WriteLine(report.Title);
        TextTable.Write(
            terminal,
            [.. report.Columns.Select(column => new Heading(column.Name, IsNumber(column.Type)))],
            report.Rows.Select(row => row.Select(CellText.Of).ToList()));
        if (report.Snapshot is { } snapshot)
            terminal.Out.WriteLine($"snapshot {snapshot.Id} of {CellText.Time(snapshot.At)}, as of {CellText.Of(report.AsOf)}");
    }

    /// <summary>What a reader should know besides the rows; for standard error.</summary>
    public static void WriteNotes(TextWriter error, ReportOutput report)
    {
        if (report.Snapshot is null)
            error.WriteLine("There is no snapshot yet, so there are no rows. Bring a file in with 'duffbeer ingest FILE', or build the models with 'duffbeer refresh'.");
        if (report.NextLink is not null)
            error.WriteLine($"Only the first {CellText.Count(report.Rows.Count)} rows are shown: raise --limit to see more.");
    }

    static bool IsNumber(LogicalType type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>A report as a table, with snapshot and date below.</summary>
static class ReportText
{
    public static void Write(Terminal terminal, ReportResult report)
    {
        terminal.Out.WriteLine(report.Report.Title);
        TextTable.Write(
            terminal,
            [.. report.Report.Columns.Select(column => new Heading(column.Name, IsNumber(column.Type)))],
            report.Rows.Select(row => row.Select(Rendering.DisplayText.Of).ToList()));
        if (report.SnapshotAt is { } at)
            terminal.Out.WriteLine($"snapshot {report.SnapshotId} of {DisplayText.Time(at)}, as of {DisplayText.Of(report.AsOf)}");
    }

    /// <summary>Notes about the rows, for standard error.</summary>
    public static void WriteNotes(TextWriter error, ReportResult report)
    {
        if (report.SnapshotId is null)
            error.WriteLine(
                "There is no snapshot yet, so there are no rows. Ingest a file with 'duffbeer ingest FILE', or build the models with "
                    + "'duffbeer refresh'.");
        if (report.Next is { } next)
            error.WriteLine(
                $"Only the first {DisplayText.Count(report.Rows.Count)} rows are shown: use a larger --limit, or continue with --next "
                    + $"{next.Write()}.");
    }

    static bool IsNumber(LogicalType type) => type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double;
}

using System.Globalization;
using DuffBeer.Core.Reports;

namespace DuffBeer.Local.Rendering;

/// <summary>The list of reports, and the description of one.</summary>
static class ReportsText
{
    static readonly Heading[] s_headings = [new("report", CellKind.Name), new("title", CellKind.Prose), new("parameters", CellKind.Prose)];
    static readonly Heading[] s_parameters =
    [
        new("parameter", CellKind.Name), new("type", CellKind.Name), new("allowed", CellKind.Prose), new("default", CellKind.Prose),
        new("meaning", CellKind.Prose),
    ];
    static readonly Heading[] s_columns =
    [
        new("column", CellKind.Name), new("type", CellKind.Name), new("unit", CellKind.Name), new("meaning", CellKind.Prose),
    ];

    public static void Write(Terminal terminal, IReadOnlyList<ReportDefinition> reports, TableView view) => TextTable.Write(
        terminal,
        s_headings,
        reports.Select(report => new[] { report.Name, report.Title, string.Join(", ", report.Parameters.Select(Short)) }),
        view);

    public static void WriteOne(Terminal terminal, ReportDefinition report, TableView view)
    {
        Paragraph.Write(terminal, $"{report.Name}: {report.Title}");
        Paragraph.Write(terminal, report.Description);
        terminal.Out.WriteLine();
        TextTable.Write(
            terminal,
            s_parameters,
            [
                .. report.Parameters.Select(parameter => new[]
                {
                    parameter.Name, parameter.Type.ToString(), Allowed(parameter), Default(parameter), parameter.Description,
                }),
                ["--limit", "int32", $"1 to {terminal.Count(ReportDefinition.MostRows)}", $"{report.Limit}", "Rows per page"],
                .. report.Sortable.Count == 0
                    ? (string[][])[]
                    : [["--sort", "column", string.Join(", ", report.Sortable), Order(report), "Order; - before a column for descending"]],
            ],
            view with { IsVertical = false });
        TextTable.Write(
            terminal,
            s_columns,
            report.Columns.Select(column => new[] { column.Name, column.Type.ToString(), Unit(report, column), column.Description }),
            view);
        var needed = string.Concat(report.Parameters.Where(parameter => parameter.Required).Select(Given));
        Paragraph.Write(terminal, $"duffbeer report {report.Name}{needed}");
    }

    static string Unit(ReportDefinition report, ReportColumn column) => column.Unit switch
    {
        ReportUnit.None => "",
        ReportUnit.Money => report.CurrencyOf(column) ?? "money",
        var unit => unit.ToString().ToLowerInvariant(),
    };

    static string Given(ReportParameter parameter) => $" --param {parameter.Name}=…";

    static string Short(ReportParameter parameter) => parameter.Required ? $"{parameter.Name} (required)" : parameter.Name;

    static string Allowed(ReportParameter parameter) => parameter.OneOf.Count > 0
        ? string.Join(", ", parameter.OneOf)
        : (parameter.Rule.Min?.ToString(CultureInfo.InvariantCulture), parameter.Rule.Max?.ToString(CultureInfo.InvariantCulture)) switch
        {
            ({ } least, { } most) => $"{least} to {most}",
            ({ } least, null) => $"from {least}",
            (null, { } most) => $"up to {most}",
            _ => "",
        };

    static string Default(ReportParameter parameter) => parameter switch
    {
        { Required: true } => "required",
        { Default: { } value } => DisplayText.Of(value.Value),
        _ => "",
    };

    static string Order(ReportDefinition report) =>
        string.Join(", ", report.Order.Select(key => key.Descending ? $"-{key.Column}" : key.Column));
}

using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Reports;

/// <param name="Type">The type as written in the report's header.</param>
/// <param name="Default">Empty if there is none.</param>
public sealed record ReportParameterAnswer(
    string Name, string Type, bool Required, string Default, IReadOnlyList<string> Allowed, string Description);

public sealed record ReportColumnAnswer(string Name, string Type, string Description);

/// <param name="Chart">Suggested chart, such as <c>bar(product_id, gross_sales)</c>; empty if there is none.</param>
public sealed record ReportListing(
    string Name, string Title, string Description, string Domain, string Model, IReadOnlyList<ReportParameterAnswer> Parameters,
    IReadOnlyList<ReportColumnAnswer> Columns, IReadOnlyList<string> Sortable, int Limit, string Chart, string Link);

public sealed record ReportsAnswer(IReadOnlyList<ReportListing> Reports)
{
    public static ReportsAnswer Of(IEnumerable<ReportDefinition> reports) => new([.. reports.Select(Of)]);

    static ReportListing Of(ReportDefinition report) => new(
        report.Name, report.Title, report.Description, report.Domain, report.Model,
        [
            .. report.Parameters.Select(parameter => new ReportParameterAnswer(
                parameter.Name, parameter.Type.ToString(), parameter.Required,
                parameter.Default is { } value ? ReportCellText.Of(value.Type, value.Value) : "", parameter.OneOf, parameter.Description)),
        ],
        [.. report.Columns.Select(column => new ReportColumnAnswer(column.Name, column.Type.ToString(), column.Description))],
        report.Sortable, report.Limit, report.Chart, $"/api/reports/{report.Name}");
}

using DuffBeer.Core.Reports;

namespace DuffBeer.Api.Reports;

/// <param name="Type">The type as written in the report's header.</param>
/// <param name="Default">Empty if there is none.</param>
/// <param name="Allowed">The only allowed values; empty for any.</param>
/// <param name="Values">Path of the values to choose from, with search; null if there is no list of them.</param>
public sealed record ReportParameterAnswer(
    string Name, string Type, bool Required, string Default, IReadOnlyList<string> Allowed, string Description, string? Values)
{
    public static ReportParameterAnswer Of(ReportDefinition report, ReportParameter parameter) => new(
        parameter.Name, parameter.Type.ToString(), parameter.Required,
        parameter.Default is { } value ? ReportCellText.Of(value.Type, value.Value) : "", parameter.OneOf, parameter.Description,
        parameter.HasValues ? $"/api/reports/{report.Name}/values/{parameter.Name}" : null);
}

/// <param name="Label">Heading for people.</param>
/// <param name="Unit">What its numbers measure: percent is a share, with 1 for 100 %.</param>
/// <param name="Currency">ISO code of a column of money; null where it is not known.</param>
/// <param name="Headline">True for the columns that a narrow table shows.</param>
public sealed record ReportColumnAnswer(
    string Name, string Type, string Description, string Label, ReportRole Role, ReportUnit Unit, string? Currency, bool Headline)
{
    public static ReportColumnAnswer Of(ReportDefinition report, ReportColumn column) => new(
        column.Name, column.Type.ToString(), column.Description, column.Label, column.Role, column.Unit, report.CurrencyOf(column),
        report.IsHeadline(column));
}

/// <param name="Column">First day of a row's period.</param>
/// <param name="Grain">The parameter that chooses the length of a period, or the length itself, such as month.</param>
/// <param name="IsComplete">The column that says whether the data cover the whole period; null if none does.</param>
public sealed record ReportPeriodAnswer(string Column, string Grain, string? IsComplete)
{
    public static ReportPeriodAnswer? Of(ReportPeriod? period) =>
        period is null ? null : new(period.Column, period.Grain, period.Complete);
}

/// <param name="Period">The periods of the rows, which fill=zero completes; null if it has none.</param>
/// <param name="Order">The order unless the caller gives another.</param>
/// <param name="Chart">Suggested chart, such as <c>bar(product_id, gross_sales)</c>; empty if there is none.</param>
public sealed record ReportListing(
    string Name, string Title, string Description, string Domain, string Model, IReadOnlyList<ReportParameterAnswer> Parameters,
    IReadOnlyList<ReportColumnAnswer> Columns, IReadOnlyList<string> Sortable, IReadOnlyList<SortKey> Order, int Limit, string Chart,
    ReportPeriodAnswer? Period, string Link)
{
    public static ReportListing Of(ReportDefinition report) => new(
        report.Name, report.Title, report.Description, report.Domain, report.Model,
        [.. report.Parameters.Select(parameter => ReportParameterAnswer.Of(report, parameter))],
        [.. report.Columns.Select(column => ReportColumnAnswer.Of(report, column))],
        report.Sortable, report.Order, report.Limit, report.Chart, ReportPeriodAnswer.Of(report.Period),
        $"/api/reports/{report.Name}");
}

public sealed record ReportsAnswer(IReadOnlyList<ReportListing> Reports)
{
    public static ReportsAnswer Of(IEnumerable<ReportDefinition> reports) => new([.. reports.Select(ReportListing.Of)]);
}

/// <summary>Values to choose from for a parameter.</summary>
/// <param name="Snapshot">The snapshot that has them; null before the first.</param>
/// <param name="IsComplete">There are no other values; otherwise search with <c>q</c>.</param>
public sealed record ReportValuesAnswer(
    string Report, string Parameter, string? Snapshot, IReadOnlyList<ReportValue> Values, bool IsComplete);

using System.Globalization;
using DuffBeer.Core.Reports;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Embedding;

/// <summary>Between the core's reports and what commands show of them.</summary>
static class ReportOutputs
{
    public static Core.Reports.ReportRequest Read(ReportDefinition report, Workspaces.ReportRequest asked)
    {
        var texts = new List<KeyValuePair<string, string>>(asked.Parameters);
        if (asked.Sort is { } sort)
            texts.Add(new("sort", sort));
        if (asked.Limit is { } limit)
            texts.Add(new("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return Core.Reports.ReportRequest.Read(report, texts);
    }

    public static ReportOutput Of(ReportResult result) => new(
        result.Report.Name,
        result.Report.Title,
        result.Request.Values.ToDictionary(value => value.Key, value => value.Value.Value),
        result.SnapshotId is { } id ? new(id, result.SnapshotAt!.Value) : null,
        result.AsOf,
        result.Report.Columns,
        result.Rows,
        result.Next?.ToString());

    public static ReportListing ListingOf(ReportDefinition report) => new(
        report.Name,
        report.Title,
        [
            .. report.Parameters.Select(parameter => new ReportParameterListing(
                parameter.Name, parameter.Type.ToString(), parameter.Required,
                Convert.ToString(parameter.Default?.Value, CultureInfo.InvariantCulture), parameter.OneOf)),
        ]);
}

using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>The list of reports, and the reports themselves.</summary>
sealed class ReportRoutes(IReadOnlyList<ReportDefinition> reports, SettingCatalog settings, ReportAnswers answers)
{
    const string Csv = ".csv";

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/reports", Scope.Report, ListAsync)
        {
            Id = "listReports",
            Tag = "Reports",
            Summary = "The reports and their parameters.",
            Answers = [ApiAnswer.Json<ReportsAnswer>(200, "All reports"), ApiAnswer.NotModified],
        },
        .. reports.Select(RouteOf),
        new("GET", "/reports/{name}", Scope.Report, (call, _) => throw Unknown(call["name"]))
        {
            Id = "getUnknownReport",
            Tag = "Reports",
            Summary = "Any other name is refused with a list of the known ones.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of a report", IsRequired: true)],
            Answers = [ApiAnswer.Problem(404, "No report has this name")],
        },
        .. reports.Select(CsvRouteOf),
    ];

    /// <summary>The route of one report.</summary>
    public ApiRoute RouteOf(ReportDefinition report) => new(
        "GET", $"/reports/{report.Name}", Scope.Report,
        (call, cancellationToken) => answers.AnswerAsync(call, report, csv: false, cancellationToken))
    {
        Id = $"report_{report.Name.Replace('-', '_')}",
        Tag = "Reports",
        Summary = report.Title,
        Parameters = [.. ReportParameters.Of(report), .. ReportParameters.Common(report), ReportParameters.Format],
        Answers =
        [
            .. ReportParameters.Answers(report, report.Description),
            .. ReportParameters.OtherAnswers,
        ],
    };

    ApiRoute CsvRouteOf(ReportDefinition report) => new(
        "GET", $"/reports/{report.Name}{Csv}", Scope.Report,
        (call, cancellationToken) => answers.AnswerAsync(call, report, csv: true, cancellationToken))
    {
        Id = $"report_{report.Name.Replace('-', '_')}_csv",
        Tag = "Reports",
        Summary = $"{report.Title}, as CSV",
        Answers = [],
        IsDocumented = false,
    };

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var snapshot = await answers.SnapshotOfAsync(null, cancellationToken);
        var values = settings.Values(snapshot?.Settings ?? new Dictionary<string, string>());
        return ApiJson.Tagged(
            call, ReportsAnswer.Of(reports.Select(report => report.Described(values))), ApiJson.Readable.ReportsAnswer);
    }

    ApiException Unknown(string name) => new(ApiProblem.Unknown("report", name, reports.Select(report => report.Name)));
}

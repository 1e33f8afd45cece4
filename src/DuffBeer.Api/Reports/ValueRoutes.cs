using System.Globalization;
using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>The values to choose from for the parameters of reports.</summary>
sealed class ValueRoutes(IReadOnlyList<ReportDefinition> reports, ReportAnswers answers)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/reports/{name}/values/{parameter}", Scope.Report, AnswerAsync)
        {
            Id = "listValues",
            Tag = "Reports",
            Summary = "The values to choose from for a parameter of a report, such as the locations with their names.",
            Parameters =
            [
                new("name", "path", """{"type":"string"}""", "Name of the report", IsRequired: true),
                new("parameter", "path", """{"type":"string"}""", "Name of the parameter", IsRequired: true),
                new("q", "query", """{"type":"string"}""", "Only values whose value or label contains this text, in any case"),
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{Number(ReportValues.MostValues)}}}""",
                    $"Maximum number of values (default: {Number(ReportValues.UsualValues)})"),
                ReportParameters.Snapshot,
            ],
            Answers =
            [
                ApiAnswer.Json<ReportValuesAnswer>(200, "The values"),
                ApiAnswer.NotModified,
                ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
                ApiAnswer.Problem(404, "There is no such report, parameter, snapshot, or the parameter takes any value"),
                ReportParameters.SnapshotGone,
            ],
        },
    ];

    async Task<IResult> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var (search, snapshotId) = (query.Text("q"), query.Text("snapshot"));
        var limit = query.Number("limit", ReportValues.UsualValues, 1, ReportValues.MostValues);
        query.Check();
        var report = reports.FirstOrDefault(report => report.Name == call["name"])
            ?? throw new ApiException(ApiProblem.Unknown("report", call["name"], reports.Select(report => report.Name)));
        var parameter = ReportValues.ParameterOf(report, call["parameter"]);
        var listed = ReportValues.Listed(parameter, search);
        var snapshot = await answers.SnapshotOfAsync(snapshotId, cancellationToken);
        var request = ReportValues.Request(report, parameter, search, limit);
        var tag = ModelHashes.Digest(
            [
                request is null ? "" : ReportTag.Of(request, snapshot, ReportFormat.Json), snapshot?.Id ?? "", report.Hash, parameter.Name,
                search ?? "", Number(limit),
            ]);
        return await answers.CachedAsync(call, tag, async () =>
        {
            var found = request is null ? null : await answers.ReadAsync(request, snapshot, cancellationToken);
            var values = ReportValues.Of(listed, found, limit);
            return JsonSerializer.SerializeToUtf8Bytes(
                new(report.Name, parameter.Name, snapshot?.Id, values.Values, values.IsComplete), ApiJson.Readable.ReportValuesAnswer);
        });
    }

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

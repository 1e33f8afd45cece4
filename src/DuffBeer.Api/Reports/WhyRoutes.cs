using System.Globalization;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Why a report shows a figure: the rows and lines that it is made of.</summary>
sealed class WhyRoutes(IReadOnlyList<ReportDefinition> reports, ReportAnswers answers, Func<Explainer> explainer, EngineGate gate)
{
    static readonly string[] s_own = ["row", "column", "limit", "next"];

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/reports/{name}/why", Scope.Report, AnswerAsync)
        {
            Id = "explainFigure",
            Tag = "Reports",
            Summary = "Where a figure comes from: the rows of each model below it, down to the lines of the files.",
            Parameters =
            [
                new("name", "path", """{"type":"string"}""", "Name of the report", IsRequired: true),
                new(
                    "row",
                    "query",
                    """{"type":"array","items":{"type":"string"}}""",
                    "A column of the row and its value, such as product_id=102; may be repeated. The report's own parameters are given as "
                        + "for the report"),
                new("column", "query", """{"type":"string"}""", "Only what this column is made of (default: all columns)"),
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{WhyRequest.MostLines.ToString(CultureInfo.InvariantCulture)}}}""",
                    "Source lines per page (default: 100)"),
                new("next", "query", """{"type":"string"}""", "Continuation token: the next of the previous page"),
                ReportParameters.Snapshot,
            ],
            Answers =
            [
                ApiAnswer.Json<WhyAnswer>(200, "The explanation"),
                ApiAnswer.NotModified,
                ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
                ApiAnswer.Problem(404, "There is no such report, row or snapshot, or the report does not say where its rows come from"),
                ReportParameters.SnapshotGone,
            ],
        },
    ];

    async Task<IResult> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var report = reports.FirstOrDefault(report => report.Name == call["name"])
            ?? throw new ApiException(ApiProblem.Unknown("report", call["name"], reports.Select(report => report.Name)));
        var request = RequestOf(report, [.. ReportAnswers.TextsOf(call.Request)]);
        var snapshot = await answers.SnapshotOfAsync(request.Report.Snapshot, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, "There is no snapshot yet, so there is no figure to explain.");
        var why = await gate.PassAsync(() => explainer().ExplainAsync(request, snapshot, cancellationToken), cancellationToken);
        return ApiJson.Tagged(call, WhyAnswer.Of(why), ApiJson.Readable.WhyAnswer);
    }

    static WhyRequest RequestOf(ReportDefinition report, List<KeyValuePair<string, string>> texts)
    {
        var mistakes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var row = new Dictionary<string, string>();
        foreach (var text in texts.Where(text => text.Key == "row").Select(text => text.Value))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !row.TryAdd(text[..equals], text[(equals + 1)..]))
                mistakes["row"] = $"row must be column=value, each column once, not '{text}'";
        }

        var limit = 100;
        if (One("limit") is { } given
            && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > WhyRequest.MostLines))
            mistakes["limit"] = string.Create(CultureInfo.InvariantCulture, $"limit must be a number from 1 to {WhyRequest.MostLines}");
        var (column, next) = (One("column"), One("next"));
        var request = ReportRequest.Read(report, texts.Where(text => !s_own.Contains(text.Key)), out var others);
        foreach (var (name, mistake) in others)
            mistakes[name] = mistake;
        return mistakes.Count == 0
            ? new(request, row, column) { Limit = limit, Next = next }
            : throw new ApiException(ApiProblem.Invalid(mistakes));

        string? One(string name)
        {
            var values = texts.Where(text => text.Key == name).Select(text => text.Value).ToList();
            if (values.Count > 1)
                mistakes[name] = $"{name} is given twice";
            return values.FirstOrDefault(value => value.Length > 0);
        }
    }
}

using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>Runs: the list, one of them, its rejected rows.</summary>
sealed class RunRoutes(RunRecords runs, RunViews views, Func<RejectRows> rejects, RunEvents events)
{
    const int MostRuns = 1_000;
    const int MostRejects = 10_000;
    const int UsualRejects = 100;

    static readonly ApiParameter s_next = new(
        "next", "query", """{"type":"string"}""", "Continuation token: the next of the previous page's nextLink");

    static readonly ApiParameter s_reason = new(
        "reason",
        "query",
        $$"""{"type":"string","enum":[{{string.Join(',', Enum.GetNames<RejectCode>().Select(name => $"\"{name}\""))}}]}""",
        "Only rows rejected for this reason");

    static readonly ApiParameter s_column = new(
        "column", "query", """{"type":"string"}""", "Only rows rejected for a cell of this column, named as in the contract");

    internal static readonly ApiParameter Id = new("id", "path", """{"type":"string"}""", "Id of the run", IsRequired: true);

    internal static readonly ApiAnswer Unknown = ApiAnswer.Problem(404, "There is no such run");

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/runs", Scope.Report, ListAsync)
        {
            Id = "listRuns",
            Tag = "Runs",
            Summary = "Runs, newest first. Where few match, a page may have fewer runs than its limit and still a nextLink.",
            Parameters =
            [
                new(
                    "status",
                    "query",
                    $$"""{"type":"string","enum":[{{string.Join(',', Enum.GetNames<RunStatus>().Select(name => $"\"{name}\""))}}]}""",
                    "Only runs in this state"),
                new("dataset", "query", """{"type":"string"}""", "Only runs of this dataset"),
                new("q", "query", """{"type":"string"}""", "Only runs whose id or source key contains this text"),
                new("since", "query", """{"type":"string","format":"date-time"}""", "Only runs created at or after this time"),
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostRuns}}}""",
                    $"Runs per page (default: {RunQuery.DefaultLimit})"),
                s_next,
            ],
            Answers =
            [
                ApiAnswer.Json<RunsAnswer>(200, "One page"),
                ApiAnswer.NotModified,
                ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
            ],
        },
        new("GET", "/runs/{id}", Scope.Report, OneAsync)
        {
            Id = "getRun",
            Tag = "Runs",
            Summary = "One run: state, stage, progress, ledger, problem, links.",
            Parameters = [Id],
            Answers = [ApiAnswer.Json<RunDetail>(200, "The run"), ApiAnswer.NotModified, Unknown],
        },
        new("GET", "/runs/{id}/events", Scope.Report, events.FollowAsync)
        {
            Id = "followRun",
            Tag = "Runs",
            Summary = "Follows a run: server-sent events named status, with the run as data, until it has ended.",
            Parameters =
            [
                Id,
                new(
                    "Last-Event-ID",
                    "header",
                    """{"type":"string"}""",
                    "Id of the last event received, as a browser sends it when it reconnects; only newer events follow"),
            ],
            Answers =
            [
                new(200, "Events until the run's end, each with an id: status, and finally end", "text/event-stream", "string"),
                new(204, "The run has ended and the caller has seen its end"),
                Unknown,
            ],
        },
        new("GET", "/runs/{id}/rejects", Scope.Operate, RejectsAsync)
        {
            Id = "listRejects",
            Tag = "Runs",
            Summary = "The rejected rows of a run with their reasons, in file order; as CSV with the source's columns.",
            Parameters =
            [
                Id,
                s_reason,
                s_column,
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostRejects}}}""",
                    $"Rows per page (default: {UsualRejects})"),
                s_next,
                new("format", "query", """{"type":"string","enum":["json","csv"]}""", "Overrides the Accept header"),
            ],
            Answers =
            [
                ApiAnswer.Json<RejectsAnswer>(200, "One page"),
                ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
                Unknown,
            ],
        },
        new("GET", "/runs/{id}/rejects.csv", Scope.Operate, AllRejectsAsync)
        {
            Id = "listRejectsAsCsv",
            Tag = "Runs",
            Summary = "All rejected rows of a run as CSV: the source's columns, then the reason.",
            Parameters = [Id, s_reason, s_column],
            Answers =
            [
                new(200, "All rejected rows", "text/csv", "string"),
                ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
                Unknown,
            ],
        },
    ];

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var wanted = new RunQuery(
            query.Name<RunStatus>("status"), query.Number("limit", RunQuery.DefaultLimit, 1, MostRuns), query.Text("next"))
        {
            Dataset = query.Text("dataset"),
            Since = query.Time("since"),
            Text = query.Text("q"),
        };
        query.Check();
        var page = await runs.PageAsync(wanted, cancellationToken);
        return ApiJson.Tagged(
            call,
            new([.. await views.ListAsync(page.Runs, cancellationToken)], page.NextLink(wanted)),
            ApiJson.Readable.RunsAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        return ApiJson.Tagged(
            call,
            await views.DetailAsync(await runs.GetAsync(call["id"], cancellationToken), cancellationToken),
            ApiJson.Readable.RunDetail);
    }

    async Task<IResult> RejectsAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        query.Text("format");
        var filter = FilterOf(call.Request, query);
        var limit = query.Number("limit", UsualRejects, 1, MostRejects);
        var after = query.Number("next", 0L, 0, long.MaxValue);
        query.Check();
        if (Reports.ReportAnswers.FormatOf(call.Request) == Reports.ReportFormat.Csv)
            return await CsvAsync(call["id"], filter, cancellationToken);

        var page = await rejects().PageAsync(call["id"], filter, after, limit, cancellationToken);
        var next = page.Next is { } last
            ? FormattableString.Invariant(
                $"{RunLinks.To(call["id"])}/rejects?{TextOf(filter)}limit={limit}&next={last}")
            : null;
        return ApiJson.Reply(new(call["id"], [.. page.Rows.Select(RejectAnswer.Of)], next), ApiJson.Readable.RejectsAnswer);
    }

    Task<IResult> AllRejectsAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var filter = FilterOf(call.Request, query);
        query.Check();
        return CsvAsync(call["id"], filter, cancellationToken);
    }

    async Task<IResult> CsvAsync(string run, RejectFilter? filter, CancellationToken cancellationToken) =>
        new RejectCsvReply(run, rejects(), await rejects().PlanAsync(run, cancellationToken), filter);

    static RejectFilter? FilterOf(HttpRequest request, QueryValues query)
    {
        var (reason, column) = (ReasonOf(request, query), query.Text("column"));
        return reason is null && column is null ? null : new(reason, column);
    }

    static string TextOf(RejectFilter? filter) => string.Concat(
        filter?.Reason is { } reason ? $"reason={reason}&" : "",
        filter?.Column is { } column ? $"column={Uri.EscapeDataString(column)}&" : "");

    /// <summary>In addresses, code is the API key; a reject code there would be ignored without a word.</summary>
    static RejectCode? ReasonOf(HttpRequest request, QueryValues query)
    {
        if (Enum.TryParse<RejectCode>(request.Query["code"], ignoreCase: true, out var meant) && Enum.IsDefined(meant))
            query.Refuse("code", $"code is the API key; rows are selected by their reason: reason={meant}");
        return query.Name<RejectCode>("reason");
    }
}

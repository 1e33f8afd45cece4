using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Views;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>Requests a refresh of the models, and shows its progress.</summary>
sealed class RefreshRoutes(
    IModelRefresh refresh, RefreshRecords records, RefreshProgressReader progress, RefreshPlanner planner)
{
    const int MostRefreshes = 100;
    const int UsualRefreshes = 20;

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/refresh", Scope.Operate, AskAsync)
        {
            Id = "refresh",
            Tag = "Models",
            Summary = "Builds what has changed, and the models in the body. One refresh runs at a time; pending requests are coalesced, "
                + "except those with plan or into.",
            Body = typeof(RefreshBody),
            IsBodyOptional = true,
            Example = """{"models":[]}""",
            Answers =
            [
                ApiAnswer.Json<RefreshAnswer>(202, "The refresh that will include this request"),
                ApiAnswer.Problem(400, "The body is wrong, or a setting's value is not allowed"),
                ApiAnswer.Problem(404, "There is no such model"),
                ApiAnswer.Problem(409, "PlanChanged: the refresh would not do what was planned"),
                .. ControlRoutes.BodyProblems,
            ],
        },
        new("GET", "/refreshes", Scope.Report, ListAsync)
        {
            Id = "listRefreshes",
            Tag = "Models",
            Summary = "Refreshes, newest first; the one under way with its progress model by model. Where few are in the wanted state, a "
                + "page may have fewer than its limit and still a nextLink.",
            Parameters =
            [
                new(
                    "status",
                    "query",
                    $$"""{"type":"string","enum":[{{string.Join(',', Enum.GetNames<RunStatus>().Select(name => $"\"{name}\""))}}]}""",
                    "Only refreshes in this state"),
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostRefreshes}}}""",
                    $"Refreshes per page (default: {UsualRefreshes})"),
                new("next", "query", """{"type":"string"}""", "Continuation token: the next of the previous page's nextLink"),
            ],
            Answers =
            [
                ApiAnswer.Json<RefreshesAnswer>(200, "One page"), ApiAnswer.Problem(400, "A parameter is invalid; errors names each"),
            ],
        },
        new("GET", "/refreshes/{id}", Scope.Report, OneAsync)
        {
            Id = "getRefresh",
            Tag = "Models",
            Summary = "One refresh: its state, result and cost, and its progress model by model.",
            Parameters = [new("id", "path", """{"type":"string"}""", "Id of the refresh", IsRequired: true)],
            Answers = [ApiAnswer.Json<RefreshAnswer>(200, "The refresh"), ApiAnswer.Problem(404, "There is no such refresh")],
        },
    ];

    async Task<IResult> AskAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var body = await call.ReadAsync(ApiJson.Readable.RefreshBody, cancellationToken) ?? new();
        var (models, settings) = (body.Models ?? [], body.Settings ?? new Dictionary<string, string>());
        if (models.Contains(null!) || settings.Values.Contains(null!))
            throw new ApiException(
                ApiProblem.BadRequest("null is not a model or a setting's value. An empty text resets a setting to its default."));
        var request = new RefreshRequest(models, settings) { Plan = body.Plan, Into = body.Into };
        await planner.CheckAsync(request, cancellationToken);

        var requested = await records.GetAsync(await refresh.RequestAsync(request, cancellationToken), cancellationToken);
        return ApiJson.Reply(
            RefreshAnswer.Of(requested), ApiJson.Readable.RefreshAnswer, StatusCodes.Status202Accepted, RefreshAnswer.To(requested.Id));
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var found = await records.FindAsync(call["id"], cancellationToken)
            ?? throw new ApiException(ApiProblem.NotFound($"There is no refresh '{call["id"]}'."));
        return ApiJson.Reply(await WithProgressAsync(found, cancellationToken), ApiJson.Readable.RefreshAnswer);
    }

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var status = query.Name<RunStatus>("status");
        var (limit, next) = (query.Number("limit", UsualRefreshes, 1, MostRefreshes), query.Text("next"));
        query.Check();
        var found = await records.PageAsync(status, next, limit, cancellationToken);
        var page = new List<RefreshAnswer>();
        foreach (var one in found.Refreshes)
            page.Add(one.Status == RunStatus.Running ? await WithProgressAsync(one, cancellationToken) : RefreshAnswer.Of(one));
        var filter = status is null ? "" : $"status={status}&";
        var link = found.Next is { } older
            ? FormattableString.Invariant($"/api/refreshes?{filter}limit={limit}&next={Uri.EscapeDataString(older)}")
            : null;
        return ApiJson.Reply(new(page, link), ApiJson.Readable.RefreshesAnswer);
    }

    async Task<RefreshAnswer> WithProgressAsync(RefreshRecord found, CancellationToken cancellationToken) =>
        RefreshAnswer.Of(found) with { Progress = RefreshProgressAnswer.Of(await progress.NowAsync(found, cancellationToken)) };
}

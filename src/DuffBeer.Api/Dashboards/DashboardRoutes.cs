using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Dashboards;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Dashboards;

/// <summary>The definitions of pages; their figures are reports.</summary>
sealed class DashboardRoutes(IReadOnlyList<DashboardDefinition> dashboards, ShownSnapshots snapshots)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/dashboards", Scope.Report, (call, _) => Task.FromResult(List(call)))
        {
            Id = "listDashboards",
            Tag = "Dashboards",
            Summary = "The pages, in the order of the menu.",
            Answers = [ApiAnswer.Json<DashboardsAnswer>(200, "All pages"), ApiAnswer.NotModified],
        },
        new("GET", "/dashboards/{name}", Scope.Report, OneAsync)
        {
            Id = "getDashboard",
            Tag = "Dashboards",
            Summary = "A page: its filters, its tiles and the snapshot that readers see now.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of the page", IsRequired: true)],
            Answers =
            [
                ApiAnswer.Json<DashboardDetail>(200, "The page"), ApiAnswer.NotModified, ApiAnswer.Problem(404, "There is no such page"),
            ],
        },
    ];

    IResult List(ApiCall call)
    {
        call.Query.Check();
        return ApiJson.Tagged(call, DashboardsAnswer.Of(dashboards), ApiJson.Readable.DashboardsAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var page = dashboards.FirstOrDefault(known => known.Name == call["name"])
            ?? throw new ApiException(ApiProblem.Unknown("dashboard", call["name"], dashboards.Select(known => known.Name)));
        var answer = DashboardDetail.Of(page, dashboards, await snapshots.CurrentAsync(cancellationToken));
        return ApiJson.Tagged(call, answer, ApiJson.Readable.DashboardDetail);
    }
}

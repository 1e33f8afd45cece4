using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Explain;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>What a refresh would do. Only those who may refresh can ask: each answer reads the manifests and lists parts.</summary>
sealed class PlanRoutes(PlanReader plans)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/plan", Scope.Operate, ReadAsync)
        {
            Id = "planRefresh",
            Tag = "Models",
            Summary = "What a refresh would build now, why, and an estimate of its cost. Nothing is written. A refresh with the plan's "
                + "digest does exactly this, or nothing.",
            Parameters =
            [
                new("models", "query", """{"type":"string"}""", "Models to build in any case, separated by commas (default: none)"),
                new(
                    "set",
                    "query",
                    """{"type":"array","items":{"type":"string"}}""",
                    "NAME=VALUE: a setting to change; without a value, its default. May be repeated"),
                new("into", "query", """{"type":"string"}""", "Name of the snapshot to build beside the shown one (default: show it)"),
            ],
            Answers =
            [
                ApiAnswer.Json<PlanAnswer>(200, "The plan"),
                ApiAnswer.NotModified,
                ApiAnswer.Problem(400, "A parameter is invalid, or a setting's value is not allowed"),
                ApiAnswer.Problem(404, "There is no such model"),
            ],
        },
    ];

    async Task<IResult> ReadAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var models = (query.Text("models") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in query.Texts("set"))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                query.Refuse("set", $"set must be NAME=VALUE, not '{text}'");
            else if (!settings.TryAdd(text[..equals], text[(equals + 1)..]))
                query.Refuse("set", $"set names '{text[..equals]}' twice");
        }

        var into = query.Text("into");
        query.Check();
        var plan = await plans.ReadAsync(new(models, settings) { Into = into }, cancellationToken);
        return ApiJson.Tagged(call, PlanAnswer.Of(plan), ApiJson.Readable.PlanAnswer);
    }
}

using DuffBeer.Api.Http;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Health;

/// <param name="Milliseconds">Time of the probe.</param>
public sealed record DependencyAnswer(string Name, bool IsReady, double Milliseconds);

public sealed record HealthAnswer(bool IsReady, IReadOnlyList<DependencyAnswer> Dependencies);

/// <summary>Whether the process is alive, and whether its dependencies are available. Needs no key.</summary>
sealed class HealthRoutes(Readiness readiness)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/health/live", null, (_, _) => Task.FromResult(ApiJson.Reply(new(true, []), ApiJson.Readable.HealthAnswer)))
        {
            Id = "isLive",
            Tag = "Health",
            Summary = "The process is alive.",
            Answers = [ApiAnswer.Json<HealthAnswer>(200, "It is alive")],
        },
        new("GET", "/health/ready", null, ReadyAsync)
        {
            Id = "isReady",
            Tag = "Health",
            Summary = "Whether each dependency is available, as of the last few seconds.",
            Answers =
            [
                ApiAnswer.Json<HealthAnswer>(200, "All are available"),
                ApiAnswer.Json<HealthAnswer>(503, "At least one is not; isReady says which"),
            ],
        },
    ];

    async Task<IResult> ReadyAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await readiness.NowAsync(cancellationToken);
        return ApiJson.Reply(
            answer, ApiJson.Readable.HealthAnswer, answer.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

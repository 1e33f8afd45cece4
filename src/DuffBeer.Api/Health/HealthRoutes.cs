using System.Diagnostics;
using DuffBeer.Api.Http;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Health;

/// <summary>Something that answers depend on.</summary>
/// <param name="Probe">Asks it for as little as shows that it is there; any exception means that it is not.</param>
public sealed record Dependency(string Name, Func<CancellationToken, Task> Probe);

/// <param name="Milliseconds">That the answer took.</param>
/// <param name="Problem">Null where it is there.</param>
public sealed record DependencyAnswer(string Name, bool IsReady, double Milliseconds, string? Problem);

public sealed record HealthAnswer(bool IsReady, IReadOnlyList<DependencyAnswer> Dependencies);

/// <summary>Whether the process lives, and whether all that it needs is there. Needs no key.</summary>
sealed class HealthRoutes(IReadOnlyList<Dependency> dependencies)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/health/live", null, (_, _) => Task.FromResult(ApiJson.Reply(new(true, []), ApiJson.Readable.HealthAnswer)))
        {
            Id = "isLive",
            Tag = "Health",
            Summary = "The process lives.",
            Answers = [ApiAnswer.Json<HealthAnswer>(200, "It does")],
        },
        new("GET", "/health/ready", null, ReadyAsync)
        {
            Id = "isReady",
            Tag = "Health",
            Summary = "All that answers depend on is there; each is named.",
            Answers = [ApiAnswer.Json<HealthAnswer>(200, "All is there"), ApiAnswer.Json<HealthAnswer>(503, "Something is away")],
        },
    ];

    async Task<IResult> ReadyAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(dependencies.Select(dependency => AskAsync(dependency, cancellationToken)));
        var isReady = answers.All(answer => answer.IsReady);
        return ApiJson.Reply(new(isReady, answers), ApiJson.Readable.HealthAnswer, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    static async Task<DependencyAnswer> AskAsync(Dependency dependency, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        string? problem = null;
        try
        {
            await dependency.Probe(cancellationToken).WaitAsync(s_patience, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            problem = failure is TimeoutException ? "No answer in time." : failure.Message;
        }

        return new(dependency.Name, problem is null, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2), problem);
    }
}

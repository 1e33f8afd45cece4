using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Changes;

/// <summary>The snapshot that readers see, as the stream of changes gives it.</summary>
public sealed record ShownAnswer(string Id, DateTime At);

/// <summary>One stream for all that a page shows: a newer snapshot, a refresh, a run.</summary>
sealed class ChangeRoutes(ChangeWatch watch, TimeProvider time, CancellationToken stopping)
{
    static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    readonly StreamPlaces _places = new(most: 100, "Poll the lists instead.", stopping);

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/changes", Scope.Report, FollowAsync)
        {
            Id = "followChanges",
            Tag = "Runs",
            Summary = "Follows what changes: server-sent events named snapshot, refresh and run, until the caller leaves. A stream begins "
                + "with the snapshot and the latest refresh; missed says that some changes were missed, so read the lists again.",
            Parameters =
            [
                new(
                    "Last-Event-ID",
                    "header",
                    """{"type":"string"}""",
                    "Id of the last event received, as a browser sends it when it reconnects; only newer events follow"),
            ],
            Answers = [new(200, "Events, each with an id", "text/event-stream", "string")],
        },
    ];

    Task<IResult> FollowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var known = call.Request.Headers["Last-Event-ID"].ToString();
        return Task.FromResult<IResult>(new EventStreamReply(_places, (to, stop) => WriteAsync(to, known, stop)));
    }

    async Task WriteAsync(EventWriter to, string known, CancellationToken cancellationToken)
    {
        using var viewer = await watch.EnterAsync(cancellationToken);
        var log = watch.Log;
        var at = known;
        while (true)
        {
            var next = log.NextAsync();
            if (log.After(at) is { } changes)
            {
                foreach (var change in changes)
                    await to.SendAsync(change.Name, at = log.IdOf(change.Number), change.Json, cancellationToken);
            }
            else
            {
                var isReturning = at.Length > 0;
                (var states, at) = log.Now();
                if (isReturning)
                    await to.SendAsync("missed", at, "{}", cancellationToken);
                foreach (var state in states)
                    await to.SendAsync(state.Name, at, state.Json, cancellationToken);
                continue;
            }

            while (await Task.WhenAny(next, Task.Delay(s_heartbeat, time, cancellationToken)) != next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await to.BeatAsync(cancellationToken);
            }
        }
    }
}

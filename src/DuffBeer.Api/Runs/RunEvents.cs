using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>Sends a run's status as server-sent events until it has ended or the server stops.</summary>
/// <remarks>
/// An event's id identifies the status that was sent. A browser that reconnects sends the last id and gets only what is new,
/// and 204 once it has seen the end, which stops it from reconnecting.
/// </remarks>
/// <param name="stopping">Ends every stream when the server stops.</param>
sealed class RunEvents(RunRecords runs, RunViews views, TimeProvider time, CancellationToken stopping)
{
    const string End = "end-";

    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    readonly StreamPlaces _places = new(most: 100, "Poll the run instead.", stopping);

    public async Task<IResult> FollowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var first = await LookAsync(await runs.GetAsync(call["id"], cancellationToken), cancellationToken);
        var known = call.Request.Headers["Last-Event-ID"].ToString();
        return first.IsEnd && known == End + first.Id
            ? new NothingMoreReply()
            : new EventStreamReply(_places, (to, stop) => WriteAsync(to, first, known, stop));
    }

    async Task<Status> LookAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var detail = await views.DetailAsync(run, cancellationToken);
        var json = JsonSerializer.Serialize(detail, ApiJson.Readable.RunDetail);
        // A refresh after the run's end is no change of the run: the stream of changes reports it.
        var own = detail.VisibleSince is null
            ? json
            : JsonSerializer.Serialize(detail with { VisibleSince = null }, ApiJson.Readable.RunDetail);
        return new(
            run, json, ModelHashes.Digest([own]), detail.RuntimeStatus is RunStatus.Completed or RunStatus.Failed or RunStatus.Terminated);
    }

    async Task WriteAsync(EventWriter to, Status first, string known, CancellationToken cancellationToken)
    {
        var (status, told, heard) = (first, known, time.GetTimestamp());
        while (true)
        {
            if (status.Id != told)
                await to.SendAsync("status", status.Id, status.Json, cancellationToken);
            else if (time.GetElapsedTime(heard) > s_heartbeat)
                await to.BeatAsync(cancellationToken);
            if (status.Id != told || time.GetElapsedTime(heard) > s_heartbeat)
                (told, heard) = (status.Id, time.GetTimestamp());
            if (status.IsEnd)
                break;
            await Task.Delay(s_pause, time, cancellationToken);
            status = await LookAsync(await runs.GetAsync(status.Run.Id, cancellationToken), cancellationToken);
        }

        await to.SendAsync("end", End + status.Id, "{}", cancellationToken);
    }

    /// <param name="Id">Identifies the status across servers.</param>
    sealed record Status(RunRecord Run, string Json, string Id, bool IsEnd);

    sealed class NothingMoreReply : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}

using System.Text;
using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DuffBeer.Api.Runs;

/// <summary>Sends a run's status as server-sent events until it has ended or the server stops.</summary>
/// <remarks>
/// An event's id identifies the status that was sent. A browser that reconnects sends the last id and gets only what is new,
/// and 204 once it has seen the end, which stops it from reconnecting.
/// </remarks>
/// <param name="stopping">Ends every stream when the server stops.</param>
sealed class RunEvents(RunRecords runs, RunViews views, TimeProvider time, CancellationToken stopping)
{
    const int MostStreams = 100;
    const string End = "end-";

    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    int _streams;

    public async Task<IResult> FollowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var told = await LookAsync(await runs.GetAsync(call["id"], cancellationToken), cancellationToken);
        var known = call.Request.Headers["Last-Event-ID"].ToString();
        return told.IsEnd && known == End + told.Id ? new NothingMoreReply() : new Stream(this, told, known);
    }

    async Task<Status> LookAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var detail = await views.DetailAsync(run, cancellationToken);
        var json = JsonSerializer.Serialize(detail, ApiJson.Readable.RunDetail);
        return new(
            run, json, ModelHashes.Digest([json]), detail.RuntimeStatus is RunStatus.Completed or RunStatus.Failed or RunStatus.Terminated);
    }

    /// <param name="Id">Identifies the status across servers.</param>
    sealed record Status(RunRecord Run, string Json, string Id, bool IsEnd);

    sealed class Stream(RunEvents events, Status first, string known) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                if (Interlocked.Increment(ref events._streams) > MostStreams)
                {
                    await new ProblemReply(
                        ApiProblem.Overloaded("Too many event streams are open. Poll the run instead.")).ExecuteAsync(httpContext);
                    return;
                }

                var response = httpContext.Response;
                response.ContentType = "text/event-stream";
                // Proxies must not cache, compress or buffer events.
                response.Headers.CacheControl = "no-store, no-transform";
                response.Headers["X-Accel-Buffering"] = "no";
                httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                if (!HttpMethods.IsHead(httpContext.Request.Method))
                    await WriteAsync(httpContext);
            }
            finally
            {
                Interlocked.Decrement(ref events._streams);
            }
        }

        async Task WriteAsync(HttpContext httpContext)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, events.StoppingToken);
            try
            {
                await TellAsync(httpContext.Response, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
        }

        async Task TellAsync(HttpResponse response, CancellationToken cancellationToken)
        {
            var (status, told, heard) = (first, known, events.Time.GetTimestamp());
            // Confirms the stream immediately, even if there is nothing new.
            await SendAsync(response, "retry: 1000\n\n", cancellationToken);
            while (true)
            {
                if (status.Id != told)
                    await SendAsync(response, $"event: status\nid: {status.Id}\ndata: {status.Json}\n\n", cancellationToken);
                else if (events.Time.GetElapsedTime(heard) > s_heartbeat)
                    await SendAsync(response, ":\n\n", cancellationToken);
                if (status.Id != told || events.Time.GetElapsedTime(heard) > s_heartbeat)
                    (told, heard) = (status.Id, events.Time.GetTimestamp());
                if (status.IsEnd)
                    break;
                await Task.Delay(s_pause, events.Time, cancellationToken);
                status = await events.LookAsync(await events.Runs.GetAsync(status.Run.Id, cancellationToken), cancellationToken);
            }

            await SendAsync(response, $"event: end\nid: {End}{status.Id}\ndata: {{}}\n\n", cancellationToken);
        }

        static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    sealed class NothingMoreReply : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }

    RunRecords Runs => runs;
    TimeProvider Time => time;
    CancellationToken StoppingToken => stopping;
}

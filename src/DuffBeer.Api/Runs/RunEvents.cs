using System.Text.Json;
using DuffBeer.Api.Http;
using DuffBeer.Core.Runs;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>Tells how a run goes on, as server-sent events, until it has ended or the server stops.</summary>
/// <param name="stopping">Ends every stream, so that a server that stops need not wait for its readers.</param>
sealed class RunEvents(RunRecords runs, RunViews views, TimeProvider time, CancellationToken stopping)
{
    const int MostStreams = 100;

    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    int _streams;

    public async Task<IResult> FollowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var run = await runs.GetAsync(call["id"], cancellationToken);
        return new Stream(this, run);
    }

    sealed class Stream(RunEvents events, RunRecord first) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            try
            {
                if (Interlocked.Increment(ref events._streams) > MostStreams)
                {
                    await new ProblemReply(ApiProblem.Overloaded("Too many runs are being followed. Ask for the run itself instead.")).ExecuteAsync(httpContext);
                    return;
                }

                httpContext.Response.ContentType = "text/event-stream";
                httpContext.Response.Headers.CacheControl = "no-store";
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
            var (run, told, heard) = (first, "", events.Time.GetTimestamp());
            while (true)
            {
                var detail = await events.Views.DetailAsync(run, cancellationToken);
                var status = JsonSerializer.Serialize(detail, ApiJson.Readable.RunDetail);
                if (status != told)
                    await SendAsync(response, $"event: status\ndata: {status}\n\n", cancellationToken);
                else if (events.Time.GetElapsedTime(heard) > s_heartbeat)
                    await SendAsync(response, ":\n\n", cancellationToken);
                if (status != told || events.Time.GetElapsedTime(heard) > s_heartbeat)
                    (told, heard) = (status, events.Time.GetTimestamp());
                if (detail.RuntimeStatus is RunStatus.Completed or RunStatus.Failed or RunStatus.Terminated)
                    break;
                await Task.Delay(s_pause, events.Time, cancellationToken);
                run = await events.Runs.GetAsync(run.Id, cancellationToken);
            }

            await SendAsync(response, "event: end\ndata: {}\n\n", cancellationToken);
        }

        static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
        {
            await response.WriteAsync(text, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    RunRecords Runs => runs;
    RunViews Views => views;
    TimeProvider Time => time;
    CancellationToken StoppingToken => stopping;
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DuffBeer.Api.Http;

/// <summary>The places for open streams of one kind: each holds a connection.</summary>
/// <param name="instead">What a caller without a place can do.</param>
/// <param name="stopping">Ends every stream when the server stops.</param>
sealed class StreamPlaces(int most, string instead, CancellationToken stopping)
{
    int _open;

    public CancellationToken Stopping => stopping;

    public IResult Refusal => new ProblemReply(ApiProblem.Overloaded($"Too many event streams are open. {instead}"));

    public bool Take() => Interlocked.Increment(ref _open) <= most;

    public void Free() => Interlocked.Decrement(ref _open);
}

/// <summary>Writes one stream of server-sent events.</summary>
sealed class EventWriter(HttpResponse response)
{
    /// <summary>Confirms the stream, and says how soon to reconnect.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => WriteAsync("retry: 1000\n\n", cancellationToken);

    public Task SendAsync(string name, string id, string json, CancellationToken cancellationToken) =>
        WriteAsync($"event: {name}\nid: {id}\ndata: {json}\n\n", cancellationToken);

    /// <summary>Keeps proxies from closing a quiet stream.</summary>
    public Task BeatAsync(CancellationToken cancellationToken) => WriteAsync(":\n\n", cancellationToken);

    async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}

/// <summary>A stream of server-sent events that lasts until it has been written, the caller leaves or the server stops.</summary>
sealed class EventStreamReply(StreamPlaces places, Func<EventWriter, CancellationToken, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        try
        {
            if (!places.Take())
            {
                await places.Refusal.ExecuteAsync(httpContext);
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
            places.Free();
        }
    }

    async Task WriteAsync(HttpContext httpContext)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, places.Stopping);
        try
        {
            var writer = new EventWriter(httpContext.Response);
            await writer.BeginAsync(stop.Token);
            await write(writer, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}

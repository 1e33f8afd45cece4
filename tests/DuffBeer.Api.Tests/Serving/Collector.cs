using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace DuffBeer.Api.Tests.Serving;

/// <summary>Takes what OTLP sends over HTTP, by path.</summary>
sealed class Collector : IDisposable
{
    readonly HttpListener _listener = new();

    public Collector()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    /// <summary>Path → all bodies, as text as far as they are any.</summary>
    public ConcurrentDictionary<string, string> Received { get; } = new();

    public void Dispose() => ((IDisposable)_listener).Dispose();

    async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                var text = Encoding.Latin1.GetString(body.ToArray());
                Received.AddOrUpdate(call.Request.Url!.AbsolutePath, text, (_, before) => before + text);
                call.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}

using DuffBeer.Api.Keys;

namespace DuffBeer.Api;

/// <summary>Limits and access of the API.</summary>
public sealed record ApiOptions
{
    /// <summary>API keys. Without any, every request is allowed: for a server that only its own machine can reach.</summary>
    public ApiKeys Keys { get; init; } = new([]);

    /// <summary>Tokens of Entra that are accepted beside keys. Default: none.</summary>
    public EntraTokens? Tokens { get; init; }

    /// <summary>Concurrent requests; more get 429. Default: 256.</summary>
    public int MostRequests { get; init; } = 256;

    /// <summary>Concurrent queries. Default: the number of processors plus one.</summary>
    public int MostQueries { get; init; } = Environment.ProcessorCount + 1;

    /// <summary>Queries that may wait for their turn; more get 429. Default: 128.</summary>
    public int MostWaiting { get; init; } = 128;

    /// <summary>Reports that are sent as CSV concurrently; more get 429. Default: 32.</summary>
    public int MostStreams { get; init; } = 32;

    /// <summary>How long the webhook waits for the runs of its events; the others continue in the background. Default: 750 ms.</summary>
    public TimeSpan EventPatience { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>
    /// How long the webhook then waits for the lake to store the others, before it answers 503. Default: 2 seconds, since EventBridge waits
    /// for five in all.
    /// </summary>
    public TimeSpan QueuePatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of cached answers. Default: 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Host names that the server answers to, without port; null for any. Protects a server without keys from DNS rebinding.
    /// </summary>
    public IReadOnlyCollection<string>? Hosts { get; init; }

    /// <summary>Folder of the files of <c>/api/docs</c>. Default: <c>wwwroot/docs</c> beside the program.</summary>
    public string DocsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot", "docs");

    /// <summary>Folder of the files of the pages. Default: <c>wwwroot/pages</c> beside the program.</summary>
    public string PagesFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot", "pages");

    /// <summary>Ends streams when the server stops.</summary>
    public CancellationToken Stopping { get; init; }
}

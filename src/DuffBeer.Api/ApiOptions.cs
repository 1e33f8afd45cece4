using DuffBeer.Api.Keys;

namespace DuffBeer.Api;

/// <summary>How much the API lets in, and whom.</summary>
public sealed record ApiOptions
{
    /// <summary>None: everybody may do everything; for a server that only its own machine reaches.</summary>
    public ApiKeys Keys { get; init; } = new([]);

    /// <summary>Requests that are answered at a time; more get 429. Default: 256.</summary>
    public int MostRequests { get; init; } = 256;

    /// <summary>Reports that the engine computes at a time. Default: one a processor, and one more.</summary>
    public int MostQueries { get; init; } = Environment.ProcessorCount + 1;

    /// <summary>Reports that may wait for the engine; more get 429. Default: 128.</summary>
    public int MostWaiting { get; init; } = 128;

    /// <summary>Reports that are sent as CSV at a time; more get 429. Default: 32.</summary>
    public int MostStreams { get; init; } = 32;

    /// <summary>Bytes of answers kept in memory. Default: 64 MiB.</summary>
    public long CacheBytes { get; init; } = 64 << 20;

    /// <summary>Names under which the server is asked, without port; null: any. Guards a server without keys against pages that rebind a name to it.</summary>
    public IReadOnlyCollection<string>? Hosts { get; init; }

    /// <summary>Folder of the files of <c>/api/docs</c>. Default: <c>wwwroot/docs</c> beside the program.</summary>
    public string DocsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot", "docs");

    /// <summary>Ends streams when the server stops.</summary>
    public CancellationToken Stopping { get; init; }
}

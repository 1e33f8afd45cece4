using DuffBeer.Core.Ports;

namespace DuffBeer.FakeAws.Athena;

/// <summary>One execution.</summary>
sealed class QueryRun(string id, string request, CancellationTokenSource stop)
{
    public string Id => id;

    /// <summary>The request without its token: a repeated token must come with the same request.</summary>
    public string Request => request;
    public CancellationTokenSource Stop => stop;
    public required string WorkGroup { get; init; }
    public string State { get; set; } = "QUEUED";
    public string? Reason { get; set; }

    /// <summary>1: the system, 2: the user.</summary>
    public int Category { get; set; }
    public QueryResult? Result { get; set; }
    public long? UpdateCount { get; set; }
    public long Bytes { get; set; }
    public long Milliseconds { get; set; }
    public bool Reused { get; set; }
}

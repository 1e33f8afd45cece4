using DuffBeer.Core.Ports;

namespace DuffBeer.FakeAws.Athena;

/// <summary>One execution, from its start on.</summary>
sealed class QueryRun(string id, string request, CancellationTokenSource stop)
{
    public string Id => id;

    /// <summary>The whole request but for its token: a token that comes again must come with it.</summary>
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

namespace DuffBeer.Core.Runs.Records;

/// <summary>Which runs are asked for.</summary>
/// <param name="Status">Null: in any state.</param>
/// <param name="Next">Where the page before ended; null: the first page.</param>
public sealed record RunQuery(RunStatus? Status = null, int Limit = RunQuery.DefaultLimit, string? Next = null)
{
    public const int DefaultLimit = 50;

    /// <summary>Null: of any dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Only runs created then or later; null: since ever.</summary>
    public DateTimeOffset? Since { get; init; }

    public bool Wants(RunRecord run) =>
        (Status is null || run.Status == Status) && (Dataset is null || run.Dataset == Dataset) && !(run.Created < Since);
}

/// <summary>One page of runs, the newest first.</summary>
/// <param name="Next">What to ask for the next page with; null on the last one.</param>
public sealed record RunPage(IReadOnlyList<RunRecord> Runs, string? Next)
{
    /// <summary>Where the API serves the page after this one; null on the last one.</summary>
    public string? NextLink(RunQuery query)
    {
        if (Next is null)
            return null;
        var filters = string.Concat(
            query.Status is { } status ? $"status={status}&" : "",
            query.Dataset is { } dataset ? $"dataset={Uri.EscapeDataString(dataset)}&" : "",
            query.Since is { } since ? $"since={Uri.EscapeDataString(since.UtcDateTime.ToString("O"))}&" : "");
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/api/runs?{filters}limit={query.Limit}&next={Uri.EscapeDataString(Next)}");
    }
}

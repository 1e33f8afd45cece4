namespace DuffBeer.Core.Runs.Records;

/// <summary>Filter and page of a listing of runs.</summary>
/// <param name="Status">Null for any state.</param>
/// <param name="Next">Continuation token; null for the first page.</param>
public sealed record RunQuery(RunStatus? Status = null, int Limit = RunQuery.DefaultLimit, string? Next = null)
{
    public const int DefaultLimit = 50;

    /// <summary>Null for any dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Only runs created at or after this time; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs whose id or source key contains this text, without regard to case; null for all.</summary>
    public string? Text { get; init; }

    public bool Wants(RunRecord run) =>
        (Status is null || run.Status == Status)
        && (Dataset is null || run.Dataset == Dataset)
        && !(run.Created < Since)
        && (Text is null || Has(run.Id, Text) || Has(run.Source.Key, Text));

    static bool Has(string name, string text) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One page of runs, newest first.</summary>
/// <param name="Next">Continuation token of the next page; null on the last one.</param>
public sealed record RunPage(IReadOnlyList<RunRecord> Runs, string? Next)
{
    /// <summary>The API's path of the next page; null on the last one.</summary>
    public string? NextLink(RunQuery query)
    {
        if (Next is null)
            return null;
        var filters = string.Concat(
            query.Status is { } status ? $"status={status}&" : "",
            query.Dataset is { } dataset ? $"dataset={Uri.EscapeDataString(dataset)}&" : "",
            query.Text is { } text ? $"q={Uri.EscapeDataString(text)}&" : "",
            query.Since is { } since ? $"since={Uri.EscapeDataString(since.UtcDateTime.ToString("O"))}&" : "");
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"/api/runs?{filters}limit={query.Limit}&next={Uri.EscapeDataString(Next)}");
    }
}

using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Rows to erase: all that have one of the values in a column.</summary>
/// <param name="Column">A source column of the dataset's contract.</param>
/// <param name="Values">As they are written in a file.</param>
public sealed record ForgetRequest(string Dataset, string Column, IReadOnlyList<string> Values)
{
    /// <summary>Whether it erases the same rows: the order of the values does not count.</summary>
    public bool IsSame(ForgetRequest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Dataset, Column) == (other.Dataset, other.Column)
            && Values.ToHashSet(StringComparer.Ordinal).SetEquals(other.Values);
    }
}

/// <summary>A file of the dataset that is rewritten, or ingested again.</summary>
/// <param name="ETag">Of the content that was read.</param>
/// <param name="Rows">Rows that go; 0 if the file stays as it is.</param>
/// <param name="Content">Hash of what remains, as the reader decodes it: tells an earlier try's write from that of another program.</param>
/// <param name="Run">The run of the file; null if it has none yet.</param>
/// <param name="Attempt">The run's attempt when it was planned.</param>
/// <param name="IsAgain">The run is ingested again.</param>
public sealed record PlannedSource(string Key, string ETag, long Rows, string Content, string? Run, int Attempt, bool IsAgain);

/// <summary>What an erasure does, written down before anything changes, and deleted when all is done.</summary>
/// <remarks>The only document with the values.</remarks>
/// <param name="At">When the request was made.</param>
public sealed record ForgetPlan(string Id, DateTimeOffset At, ForgetRequest Request)
{
    /// <summary>Null until it is planned.</summary>
    public IReadOnlyList<PlannedSource>? Sources { get; init; }

    /// <summary>Runs whose files all go: they are not published, and their file is gone or is not ingested again.</summary>
    public IReadOnlyList<string> Stale { get; init; } = [];

    /// <summary>Batches that were made of files that are rewritten: their documents go.</summary>
    public IReadOnlyList<string> Batches { get; init; } = [];

    /// <summary>Keys of files that cannot be read as CSV, so what is in them is unknown.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>The runs whose earlier attempts go.</summary>
    [JsonIgnore]
    public IEnumerable<string> Runs => (Sources ?? []).Select(source => source.Run).OfType<string>().Concat(Stale);
}

/// <summary>The state of an erasure. It says how many rows went, and never which.</summary>
public sealed record ForgetRecord(
    string Id, string Dataset, string Column, RunStatus Status, DateTimeOffset Created, DateTimeOffset Updated)
{
    /// <summary>Null until everything was deleted, or it failed before anything changed.</summary>
    public ForgetRows.Result? Result { get; init; }

    /// <summary>Why its latest try stopped although files may be rewritten already; null while it is going on.</summary>
    public Problem? Halted { get; init; }
}

/// <summary>The latest erasure; it is under way until its record says otherwise.</summary>
public sealed record LatestForget(string Id);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ForgetPlan))]
[JsonSerializable(typeof(ForgetRecord))]
[JsonSerializable(typeof(LatestForget))]
public sealed partial class ForgetJson : JsonSerializerContext;

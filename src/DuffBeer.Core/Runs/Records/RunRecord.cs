using System.Text.Json.Serialization;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The names are stored and served, so they are never renamed; they follow Durable Functions.</summary>
public enum RunStatus { Running, Completed, Failed, Suspended, Terminated }

/// <summary>Progress of a run; the names are the steps of the flow in the README.</summary>
public enum RunStage { Inspect, Transform, Judge, Publish, Done }

/// <summary>The object version that a run ingests.</summary>
/// <param name="Version">The store's version id, or a substitute if the store keeps no versions.</param>
/// <param name="Time">Last modification of the object, fixed at the run's first attempt; orders the versions of a key.</param>
public sealed record RunSource(string Key, string Version, string ETag, long Size, DateTimeOffset Time)
{
    /// <summary>The event's sequencer, which orders the versions of a key; null if no event named one.</summary>
    public string? Sequencer { get; init; }

    /// <summary>When the object was written, if rows were erased from it since <see cref="Time"/>; null otherwise.</summary>
    public DateTimeOffset? Rewritten { get; init; }

    public ObjectStat ToStat()
    {
        var modified = Rewritten ?? Time;
        return new(Key, Size, ETag, modified, Version == Unversioned(ETag, modified) ? null : Version);
    }

    /// <summary>The same source after rows were erased from it: it keeps its place among the versions of its key.</summary>
    public RunSource As(ObjectStat rewritten)
    {
        ArgumentNullException.ThrowIfNull(rewritten);
        return this with
        {
            Version = VersionOf(rewritten), ETag = rewritten.ETag, Size = rewritten.Size, Rewritten = rewritten.LastModified,
        };
    }

    /// <summary>What tells the object's content from others under its key.</summary>
    public static string VersionOf(ObjectStat source) => source.Version ?? Unversioned(source.ETag, source.LastModified);

    /// <summary>The version of an object in a store that keeps no versions.</summary>
    public static string Unversioned(string etag, DateTimeOffset time) => $"{etag}@{time:O}";
}

/// <summary>The state of a run: one document, written again at every stage.</summary>
public sealed record RunRecord
{
    public required string Id { get; init; }
    public required string Dataset { get; init; }
    public required int ContractVersion { get; init; }

    /// <summary>The contract version that the caller named; null if none.</summary>
    public int? AsVersion { get; init; }

    /// <summary>The contract version that the header chose, because the one valid by date does not fit; null if that one fits.</summary>
    public int? VersionByHeader { get; init; }
    public required RunSource Source { get; init; }

    /// <summary>1-based; a replay is a new attempt.</summary>
    public required int Attempt { get; init; }
    public required RunStatus Status { get; init; }
    public required RunStage Stage { get; init; }

    /// <summary>The processing date: UTC date of the first attempt; retries and replays keep it.</summary>
    public required DateOnly ProcessingDate { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }

    /// <summary>When the attempt began; null in older records.</summary>
    public DateTimeOffset? Started { get; init; }
    public int Chunks { get; init; }
    public RowLedger? Ledger { get; init; }

    /// <summary>The root of the attempt's receipt; null before it is judged, and in older records.</summary>
    public string? Receipt { get; init; }

    /// <summary>True if an independent count of the rows agreed; false if none was requested.</summary>
    public bool Verified { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public Problem? Problem { get; init; }

    /// <summary>False if a newer version of the key was published first, or there was nothing to publish.</summary>
    public bool Published { get; init; }

    /// <summary>
    /// Whether a batch may publish the run. No step of the run's own comes before, so an operator who ends it bars it from publication
    /// first.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayBatch { get; init; }

    /// <summary>Attempts that a batch ingested, each with the id of the batch's result; null if there is none.</summary>
    public IReadOnlyDictionary<int, string>? Batches { get; init; }

    /// <summary>The run whose corrected rejects this one adds; null for an ordinary file.</summary>
    public string? Corrects { get; init; }

    /// <summary>
    /// Cost of the attempt from inspection on, except for the write of this record and of the run's mark. Null until it has ended, and in
    /// older records.
    /// </summary>
    public RunCost? Cost { get; init; }

    /// <summary>Cost of the earlier attempts that ended; null if there was none.</summary>
    public RunCost? EarlierCost { get; init; }

    /// <summary>Attempts in a row that failed because a service was unavailable; 0 if the last one did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Outages { get; init; }

    /// <summary>Changes of <see cref="RunMarks.Of(RunRecord)"/> so far: part of the run's key in the list by state.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Marks { get; init; }

    /// <summary>True if the run's rows were retired; a replay brings them back.</summary>
    public bool Retired { get; init; }

    /// <summary>Rows that were erased from the run's file; null if there were none.</summary>
    public Erasure? Erased { get; init; }

    /// <summary>
    /// The run that this object version belongs to: it is the run's file after rows were erased from it. Null in the record of a run.
    /// </summary>
    public string? AliasOf { get; init; }

    /// <summary>Maintenance is deleting the run: nothing begins it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExpired { get; init; }
}

using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The names are stored and served, so they are never renamed; they are those of Durable Functions.</summary>
public enum RunStatus { Running, Completed, Failed, Suspended, Terminated }

/// <summary>How far a run is; the names are those of the flow in the README.</summary>
public enum RunStage { Inspect, Transform, Judge, Publish, Done }

/// <summary>The object version that a run reads.</summary>
/// <param name="Version">The store's version id, or what stands for one where it keeps none.</param>
/// <param name="Time">When the object was last modified, fixed at the run's first attempt: decides between versions of a key.</param>
public sealed record RunSource(string Key, string Version, string ETag, long Size, DateTimeOffset Time)
{
    /// <summary>What the event said of the version's place among those of its key; null where no event told of it.</summary>
    public string? Sequencer { get; init; }

    public ObjectStat ToStat() => new(Key, Size, ETag, Time, Version == Unversioned(ETag, Time) ? null : Version);

    /// <summary>What names a version of a key where the store keeps no versions.</summary>
    public static string Unversioned(string etag, DateTimeOffset time) => $"{etag}@{time:O}";
}

/// <summary>What people ask about a run: kept under one key, written again at every stage.</summary>
public sealed record RunRecord
{
    public required string Id { get; init; }
    public required string Dataset { get; init; }
    public required int ContractVersion { get; init; }
    public required RunSource Source { get; init; }

    /// <summary>1-based; a replay is a new attempt.</summary>
    public required int Attempt { get; init; }
    public required RunStatus Status { get; init; }
    public required RunStage Stage { get; init; }

    /// <summary>The processing date: UTC date of the first attempt, kept by retries and replays.</summary>
    public required DateOnly ProcessingDate { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Updated { get; init; }

    /// <summary>When the attempt began; null in records of before this was kept.</summary>
    public DateTimeOffset? Started { get; init; }
    public int Chunks { get; init; }
    public RowLedger? Ledger { get; init; }

    /// <summary>True where an independent count of the rows agreed; false where none was asked for.</summary>
    public bool Verified { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public Problem? Problem { get; init; }

    /// <summary>False where a newer version of the key was published first, or there was nothing to publish.</summary>
    public bool Published { get; init; }

    /// <summary>The run whose rejected rows this one puts in, corrected; null for a file of its own.</summary>
    public string? Corrects { get; init; }

    /// <summary>What the attempt took from inspection on, all but the writing of this record itself. Null until it has ended, and in records of before this was kept.</summary>
    public RunCost? Cost { get; init; }

    /// <summary>What the attempts before took, as far as they came to an end; null where there was none.</summary>
    public RunCost? EarlierCost { get; init; }

    /// <summary>True where somebody took the run's rows out; a replay brings them back.</summary>
    public bool Retired { get; init; }
}

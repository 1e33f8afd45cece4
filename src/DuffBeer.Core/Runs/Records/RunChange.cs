using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Runs.Records;

/// <summary>A change of a run's state. <see cref="RunTransitions"/> defines its effect in each state.</summary>
/// <param name="Attempt">The attempt that changes, 1-based.</param>
public abstract record RunChange(int Attempt);

/// <summary>The source was inspected and divided into this many chunks.</summary>
/// <param name="VersionByHeader">The contract version that the header chose; null if the one valid by date fits.</param>
public sealed record SourceInspected(int Attempt, int Chunks, int? VersionByHeader = null) : RunChange(Attempt);

/// <summary>Every row has been counted; the decision to publish is still open.</summary>
/// <param name="Receipt">The root of the attempt's receipt; null if it has none.</param>
public sealed record RowsJudged(int Attempt, RowLedger Ledger, IReadOnlyList<string> Warnings, string? Receipt = null)
    : RunChange(Attempt);

/// <summary>The attempt may publish. Its rows cannot become visible before this.</summary>
public sealed record PublicationApproved(int Attempt) : RunChange(Attempt);

/// <summary>An independent count agreed with the ledger.</summary>
public sealed record RowsVerified(int Attempt) : RunChange(Attempt);

/// <summary>The dataset's manifest names the attempt: its rows are visible.</summary>
public sealed record RowsPublished(int Attempt) : RunChange(Attempt);

/// <summary>The attempt has nothing to publish, or a newer version of its source is published already.</summary>
public sealed record PublicationSkipped(int Attempt, string Warning) : RunChange(Attempt);

/// <summary>The attempt has ended.</summary>
/// <param name="Problem">Null if it completed.</param>
/// <param name="IsVisible">Its rows are visible although its publication failed, because only the answer was lost.</param>
public sealed record AttemptConcluded(int Attempt, Problem? Problem, RunCost? Cost, bool IsVisible = false) : RunChange(Attempt);

/// <summary>The attempt has ended in a batch.</summary>
/// <param name="Batch">Id of the result.</param>
/// <param name="Steps">All steps of the attempt; the last one ends it.</param>
public sealed record EndedInBatch(int Attempt, string Batch, IReadOnlyList<RunChange> Steps) : RunChange(Attempt);

public sealed record RunSuspended(int Attempt) : RunChange(Attempt);

public sealed record RunResumed(int Attempt) : RunChange(Attempt);

public sealed record RunTerminated(int Attempt) : RunChange(Attempt);

/// <summary>The run's rows were removed from its dataset.</summary>
public sealed record RunRetired(int Attempt) : RunChange(Attempt);

/// <summary>Rows were erased from the run's file. What the run said of its rows before is dropped.</summary>
/// <param name="Source">The file without them.</param>
public sealed record RowsErased(int Attempt, RunSource Source, long Rows, DateTimeOffset Time) : RunChange(Attempt);

/// <summary>Maintenance deletes the run, which has ended.</summary>
public sealed record RunExpired(int Attempt) : RunChange(Attempt);

/// <summary>A new attempt replaces the last one.</summary>
/// <param name="Attempt">The new attempt.</param>
/// <param name="ContractVersion">The contract version that the attempt uses.</param>
/// <param name="AsVersion">The contract version that the caller named; null if none.</param>
public sealed record AttemptBegun(int Attempt, int ContractVersion, DateTimeOffset Time, int? AsVersion = null) : RunChange(Attempt);

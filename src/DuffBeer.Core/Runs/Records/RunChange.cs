using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Runs.Records;

/// <summary>What happens to a run. <see cref="RunTransitions"/> says what becomes of it in each state.</summary>
/// <param name="Attempt">The attempt that it happens to, 1-based.</param>
public abstract record RunChange(int Attempt);

/// <summary>The source was inspected; it is read in so many chunks.</summary>
public sealed record SourceInspected(int Attempt, int Chunks) : RunChange(Attempt);

/// <summary>Every row has been counted; whether they may be published is still to be decided.</summary>
public sealed record RowsJudged(int Attempt, RowLedger Ledger, IReadOnlyList<string> Warnings) : RunChange(Attempt);

/// <summary>The attempt may publish. Only from here on can its rows become visible.</summary>
public sealed record PublicationApproved(int Attempt) : RunChange(Attempt);

/// <summary>An independent count agreed with the ledger.</summary>
public sealed record RowsVerified(int Attempt) : RunChange(Attempt);

/// <summary>The dataset's manifest names the attempt: its rows are visible.</summary>
public sealed record RowsPublished(int Attempt) : RunChange(Attempt);

/// <summary>The attempt has nothing to publish, or a newer version of its source is published already.</summary>
public sealed record PublicationSkipped(int Attempt, string Warning) : RunChange(Attempt);

/// <summary>The attempt has come to its end.</summary>
/// <param name="Problem">Null where it completed.</param>
/// <param name="IsVisible">Its rows are visible although its publication failed: only the answer was lost.</param>
public sealed record AttemptConcluded(int Attempt, Problem? Problem, RunCost? Cost, bool IsVisible = false) : RunChange(Attempt);

public sealed record RunSuspended(int Attempt) : RunChange(Attempt);

public sealed record RunResumed(int Attempt) : RunChange(Attempt);

public sealed record RunTerminated(int Attempt) : RunChange(Attempt);

/// <summary>The run's rows were taken out of its dataset.</summary>
public sealed record RunRetired(int Attempt) : RunChange(Attempt);

/// <summary>A new attempt begins in the place of the last one.</summary>
/// <param name="Attempt">The new one.</param>
/// <param name="ContractVersion">The version of the contract that it reads by.</param>
public sealed record AttemptBegun(int Attempt, int ContractVersion, DateTimeOffset Time) : RunChange(Attempt);

namespace DuffBeer.Core.Runs.Records;

/// <summary>Rows that were erased from a run's file. Nothing says which they were.</summary>
/// <param name="Rows">Of all erasures so far.</param>
/// <param name="At">When the latest of them took place.</param>
/// <param name="Since">The first attempt that never read these rows, 1-based.</param>
public sealed record Erasure(long Rows, DateTimeOffset At, int Since);

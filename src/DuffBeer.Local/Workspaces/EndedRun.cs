using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Workspaces;

/// <summary>A run that a command waited for.</summary>
/// <param name="Elapsed">Time that this process spent on it.</param>
/// <param name="AlreadyDone">The same file was ingested before, and nothing was done now.</param>
sealed record EndedRun(RunRecord Record, TimeSpan Elapsed, bool AlreadyDone = false);

using DuffBeer.Core.Costs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Explain;

/// <summary>What a refresh would do, why, and what that would take.</summary>
/// <param name="Datasets">Datasets whose files came or went since the last build.</param>
/// <param name="Settings">Settings that it would change.</param>
/// <param name="AsOf">Domain → as-of date of its figures that may move, because it follows from data or settings that changed.</param>
/// <param name="Models">The models that it would build, in that order.</param>
public sealed record PlannedRefresh(
    RefreshRequest Request, RefreshDecision Decision, IReadOnlyList<DiffDataset> Datasets, IReadOnlyList<DiffValue> Settings,
    IReadOnlyDictionary<string, DateOnly?> AsOf, IReadOnlyList<PlannedBuild> Models, PlannedCost Cost);

/// <summary>A model that a refresh would build.</summary>
/// <param name="Causes">What made it out of date; empty for its first build.</param>
public sealed record PlannedBuild(string Model, int Wave, BuildReason Reason, IReadOnlyList<DiffCause> Causes, PlannedScan Scan);

/// <summary>What the build of one model would read, and how long its last build took.</summary>
/// <param name="Rows">Rows of what it reads, each input once.</param>
/// <param name="Bytes">Stored bytes of these; an engine that reads single columns scans fewer.</param>
/// <param name="Seconds">Of the last build; null for a first one.</param>
/// <param name="Unknown">Models that it reads and that were never built, so their size is not known.</param>
public sealed record PlannedScan(long Rows, long Bytes, double? Seconds, IReadOnlyList<string> Unknown);

/// <summary>What a refresh would take at most, estimated from stored sizes and the last builds.</summary>
/// <param name="Statements">SELECTs of models, and audits.</param>
/// <param name="BytesScanned">Bytes of everything that the statements read, once per statement.</param>
/// <param name="Seconds">Sum of the last builds, without models that were never built.</param>
/// <param name="Price">What the engine charges for that; requests to the store are not in it.</param>
public sealed record PlannedCost(int Statements, long BytesScanned, double Seconds, RunCost Price);

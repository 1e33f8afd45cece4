using System.Text.Json;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>Options of an orchestrator.</summary>
public sealed record OrchestratorOptions(string JournalFolder)
{
    /// <summary>How many activities run concurrently. Default: one per processor.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How inputs and results are serialised. Its resolver knows the types of all registered calls.</summary>
    public required JsonSerializerOptions Json { get; init; }

    /// <summary>Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Varies the waits between tries. Default: <see cref="Random.Shared"/>.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Receives progress. Default: none.</summary>
    public IProgress<RunEvent>? Observer { get; init; }
}

/// <summary>What is on disk for a run.</summary>
public enum JournalState
{
    None,

    /// <summary>Begun by the same program and contract: a start resumes it.</summary>
    Resumable,

    /// <summary>Begun by another program or with another contract: discard it and begin a new attempt.</summary>
    Foreign,
}

/// <summary>A run that has not ended.</summary>
public sealed record UnfinishedRun(
    string Orchestration,
    string InstanceId,
    string Fingerprint,
    JsonElement Input,
    DateTimeOffset StartedAt);

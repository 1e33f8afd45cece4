using System.Text.Json;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>How an orchestrator works.</summary>
public sealed record OrchestratorOptions(string JournalFolder)
{
    /// <summary>Activities that run at a time. Default: one a processor.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How inputs and results are written. Default: by reflection; give a source-generated resolver to avoid it.</summary>
    public JsonSerializerOptions Json { get; init; } = JsonSerializerOptions.Default;

    /// <summary>Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Spreads the waits between tries. Default: <see cref="Random.Shared"/>.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Who is told of progress. Default: nobody.</summary>
    public IProgress<RunEvent>? Observer { get; init; }
}

/// <summary>What is on disk of a run.</summary>
public enum JournalState
{
    None,

    /// <summary>Begun by the same program and contract: a start goes on with it.</summary>
    Resumable,

    /// <summary>Begun by another program or with another contract: discard it and begin a new attempt.</summary>
    Foreign,
}

/// <summary>A run that ended neither well nor badly.</summary>
public sealed record UnfinishedRun(string Orchestration, string InstanceId, string Fingerprint, JsonElement Input, DateTimeOffset StartedAt);

namespace DuffBeer.Core.Ports;

/// <summary>Starts, suspends and ends the orchestrations of runs: Durable Functions' client, or the queue of a local server.</summary>
/// <remarks>Every member is idempotent. None waits for a run to end.</remarks>
public interface IRunOrchestrator
{
    /// <summary>False if so many runs are waiting that callers should try again later.</summary>
    Task<bool> HasRoomAsync(CancellationToken cancellationToken);

    /// <summary>Whether the attempt is queued or under way.</summary>
    Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Whether no activity of the attempt can still be running, including those started before the attempt was ended.</summary>
    Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Queues the attempt; an interrupted one continues where it was.</summary>
    Task StartAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Queues several attempts. An orchestrator may ingest small files together; by default each is started by itself.</summary>
    async Task StartAllAsync(IReadOnlyList<RunAttempt> attempts, CancellationToken cancellationToken)
    {
        foreach (var (run, attempt) in attempts)
            await StartAsync(run, attempt, cancellationToken);
    }

    /// <summary>Ends the attempt permanently.</summary>
    Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Suspends the attempt: none of its activities begins until it is resumed.</summary>
    Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken);

    Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>The orchestrator's state of the attempt; null if it knows nothing beyond the run's record.</summary>
    Task<EngineStatus?> StatusAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult<EngineStatus?>(null);

    /// <summary>Addresses of the orchestrator's own endpoints for the attempt; null if it has none.</summary>
    EngineLinks? LinksOf(string run, int attempt) => null;
}

/// <summary>An attempt of a run.</summary>
/// <param name="Attempt">1-based.</param>
public readonly record struct RunAttempt(string Run, int Attempt);

public enum EngineState { Running, Suspended, Completed, Failed, Terminated }

/// <summary>The orchestrator's state of an attempt.</summary>
public sealed record EngineStatus(EngineState State, DateTimeOffset Updated);

/// <summary>Management URLs of one Durable Functions instance. They grant no access: a caller adds the system key.</summary>
public sealed record EngineLinks(
    string Id, string StatusQueryGetUri, string SendEventPostUri, string TerminatePostUri, string PurgeHistoryDeleteUri,
    string SuspendPostUri, string ResumePostUri);

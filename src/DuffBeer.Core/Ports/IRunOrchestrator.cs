namespace DuffBeer.Core.Ports;

/// <summary>Starts, holds and ends the orchestrations of runs: Durable Functions' client, or the queue of a local server.</summary>
/// <remarks>Each member may be called again and then does no more. None waits for a run to end.</remarks>
public interface IRunOrchestrator
{
    /// <summary>False where so much is waiting that callers should come back later.</summary>
    Task<bool> HasRoomAsync(CancellationToken cancellationToken);

    /// <summary>Whether the attempt is queued or under way.</summary>
    Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Whether nothing of the attempt can still be at work, not even an activity that was started before the attempt was ended.</summary>
    Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Queues the attempt; one that was interrupted goes on where it was.</summary>
    Task StartAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Ends the attempt where it is, for good.</summary>
    Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Holds the attempt: no activity of it begins until it is resumed.</summary>
    Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken);

    Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>What the engine that runs the attempt says of it; null where it knows nothing, or no more than the run's own record.</summary>
    Task<EngineStatus?> StatusAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult<EngineStatus?>(null);

    /// <summary>Addresses of the engine's own endpoints for the attempt; null where it has none.</summary>
    EngineLinks? LinksOf(string run, int attempt) => null;
}

public enum EngineState { Running, Suspended, Completed, Failed, Terminated }

/// <summary>An attempt as the engine that runs it sees it.</summary>
public sealed record EngineStatus(EngineState State, DateTimeOffset Updated);

/// <summary>Where Durable Functions answers for one instance. Nothing in them opens anything: a caller adds the system key that it was given.</summary>
public sealed record EngineLinks(
    string Id, string StatusQueryGetUri, string SendEventPostUri, string TerminatePostUri, string PurgeHistoryDeleteUri, string SuspendPostUri, string ResumePostUri);

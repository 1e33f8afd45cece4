namespace DuffBeer.Core.Ports;

/// <summary>Starts, holds and ends the orchestrations of runs: Durable Functions' client, or the queue of a local server.</summary>
/// <remarks>Each member may be called again and then does no more. None waits for a run to end.</remarks>
public interface IRunOrchestrator
{
    /// <summary>False where so much is waiting that callers should come back later.</summary>
    Task<bool> HasRoomAsync(CancellationToken cancellationToken);

    /// <summary>Whether the attempt is queued or under way.</summary>
    Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Queues the attempt; one that was cut off goes on where it was.</summary>
    Task StartAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Ends the attempt where it is, for good.</summary>
    Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken);

    /// <summary>Holds the attempt: no activity of it begins until it is resumed.</summary>
    Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken);

    Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken);
}

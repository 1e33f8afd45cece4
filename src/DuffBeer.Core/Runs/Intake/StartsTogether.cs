using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Collects the attempts to start, so that the orchestrator gets them at once and may ingest small files together.</summary>
/// <remarks>An attempt that is lost here is recorded as unfinished, and recovery starts it.</remarks>
public sealed class StartsTogether(IRunOrchestrator orchestrator) : IRunOrchestrator
{
    readonly Lock _lock = new();
    List<RunAttempt> _attempts = [];

    /// <summary>How many attempts wait for the start.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _attempts.Count;
        }
    }

    /// <summary>Starts what was collected.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        List<RunAttempt> attempts;
        lock (_lock)
            (attempts, _attempts) = (_attempts, []);
        if (attempts.Count > 0)
            await orchestrator.StartAllAsync(attempts, cancellationToken);
    }

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_attempts.Contains(new(run, attempt)))
                _attempts.Add(new(run, attempt));
        }

        return Task.CompletedTask;
    }

    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => orchestrator.HasRoomAsync(cancellationToken);

    public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_attempts.Contains(new(run, attempt)))
                return Task.FromResult(true);
        }

        return orchestrator.IsActiveAsync(run, attempt, cancellationToken);
    }

    public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) =>
        orchestrator.IsIdleAsync(run, attempt, cancellationToken);

    public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) =>
        orchestrator.TerminateAsync(run, attempt, cancellationToken);

    public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) =>
        orchestrator.SuspendAsync(run, attempt, cancellationToken);

    public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) =>
        orchestrator.ResumeAsync(run, attempt, cancellationToken);

    public Task<EngineStatus?> StatusAsync(string run, int attempt, CancellationToken cancellationToken) =>
        orchestrator.StatusAsync(run, attempt, cancellationToken);

    public EngineLinks? LinksOf(string run, int attempt) => orchestrator.LinksOf(run, attempt);
}

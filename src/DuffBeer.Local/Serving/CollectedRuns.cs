using DuffBeer.Core.Ports;

namespace DuffBeer.Local.Serving;

/// <summary>Collects the runs to start, for a command that runs them itself one after the other.</summary>
sealed class CollectedRuns : IRunOrchestrator
{
    readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(_runs.Contains(run));

    public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(!_runs.Contains(run));

    public Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        _runs.Add(run);
        return Task.CompletedTask;
    }

    public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => throw NothingRuns();

    public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => throw NothingRuns();

    public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) => StartAsync(run, attempt, cancellationToken);

    static NotSupportedException NothingRuns() => new("No run is active here.");
}

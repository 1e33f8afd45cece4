using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Workspaces;

/// <summary>A command ingests and refreshes by itself.</summary>
sealed class CommandForgetSteps(Orchestrations orchestrations) : IForgetSteps
{
    public Task IngestAsync(IReadOnlyList<RunRecord> begun, CancellationToken cancellationToken) =>
        orchestrations.IngestAllAsync(begun, cancellationToken);

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if ((await orchestrations.RefreshAsync(RefreshRequest.Changes, cancellationToken)).Result?.Problem is { } problem)
            throw problem.ToException();
    }
}

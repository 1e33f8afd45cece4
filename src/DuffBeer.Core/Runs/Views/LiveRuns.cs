using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>Runs as shown to people: the record, supplemented by the orchestrator's more recent state while the run is under way.</summary>
public sealed class LiveRuns(IRunOrchestrator orchestrator)
{
    /// <remarks>A record of an ended run is authoritative; an orchestrator may have been told directly to end or suspend a run.</remarks>
    public async Task<RunRecord> OfAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Status is not (RunStatus.Running or RunStatus.Suspended)
            || await orchestrator.StatusAsync(run.Id, run.Attempt, cancellationToken) is not { } engine)
            return run;
        var status = engine.State switch
        {
            EngineState.Suspended => RunStatus.Suspended,
            EngineState.Failed => RunStatus.Failed,
            EngineState.Terminated => RunStatus.Terminated,
            // The record suspends a run without the orchestrator; the last step of a completed one has written it, or is about to.
            _ => run.Status,
        };
        return run with { Status = status, Updated = engine.Updated > run.Updated ? engine.Updated : run.Updated };
    }

    public async Task<IReadOnlyList<RunRecord>> OfAsync(IReadOnlyList<RunRecord> runs, CancellationToken cancellationToken) =>
        await Task.WhenAll(runs.Select(run => OfAsync(run, cancellationToken)));
}

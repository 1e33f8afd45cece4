using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Views;

/// <summary>Runs as people should see them: the record, and where the run is under way, what the engine that runs it knows better.</summary>
public sealed class LiveRuns(IRunOrchestrator orchestrator)
{
    /// <remarks>A record that says how a run ended is right; an engine may have been told to end or hold a run without it.</remarks>
    public async Task<RunRecord> OfAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Status is not (RunStatus.Running or RunStatus.Suspended) || await orchestrator.StatusAsync(run.Id, run.Attempt, cancellationToken) is not { } engine)
            return run;
        var status = engine.State switch
        {
            EngineState.Running => RunStatus.Running,
            EngineState.Suspended => RunStatus.Suspended,
            EngineState.Failed => RunStatus.Failed,
            EngineState.Terminated => RunStatus.Terminated,
            // Its last step has written the record by then, or will have before anybody asks again.
            _ => run.Status,
        };
        return run with { Status = status, Updated = engine.Updated > run.Updated ? engine.Updated : run.Updated };
    }

    public async Task<IReadOnlyList<RunRecord>> OfAsync(IReadOnlyList<RunRecord> runs, CancellationToken cancellationToken) =>
        await Task.WhenAll(runs.Select(run => OfAsync(run, cancellationToken)));
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>What people may do to a run: run it again, hold it, let it go on, end it. Returns its record as it is then.</summary>
/// <remarks>What does not fit the run's state is a <see cref="TerminalException"/> with <c>Conflict</c>; a run that is not there <c>NotFound</c>.</remarks>
public sealed class RunControl(
    IObjectStore lake, RunRecords runs, RunStarts starts, PartCleanup attempts, DatasetCatalog datasets, IRunOrchestrator orchestrator)
{
    /// <summary>A new attempt; one that is under way goes on instead.</summary>
    public async Task<RunRecord> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        var run = await InAsync(id, status => status != RunStatus.Suspended, "is suspended: resume or terminate it first", cancellationToken);
        if (run.Status != RunStatus.Running)
        {
            var contract = datasets.FindAt(run.Dataset, run.Source.Time)
                ?? throw new TerminalException(ProblemCode.UnknownDataset, $"Run {run.Id} is of the dataset {run.Dataset}, for which there is no contract now.");
            run = await starts.AgainAsync(run, contract, cancellationToken);
        }

        await orchestrator.StartAsync(run.Id, run.Attempt, cancellationToken);
        return run;
    }

    public async Task<RunRecord> SuspendAsync(string id, CancellationToken cancellationToken)
    {
        var run = await InAsync(id, status => status == RunStatus.Running, "is not running", cancellationToken);
        await orchestrator.SuspendAsync(run.Id, run.Attempt, cancellationToken);
        return await SaveAsync(run, RunStatus.Suspended, cancellationToken);
    }

    public async Task<RunRecord> ResumeAsync(string id, CancellationToken cancellationToken)
    {
        var run = await InAsync(id, status => status == RunStatus.Suspended, "is not suspended", cancellationToken);
        run = await SaveAsync(run, RunStatus.Running, cancellationToken);
        await orchestrator.ResumeAsync(run.Id, run.Attempt, cancellationToken);
        return run;
    }

    /// <summary>Ends a run for good and clears away what it wrote; one whose rows are visible by then has completed.</summary>
    public async Task<RunRecord> TerminateAsync(string id, CancellationToken cancellationToken)
    {
        var run = await InAsync(id, status => status is RunStatus.Running or RunStatus.Suspended, "has ended", cancellationToken);
        // First the record: an activity that is still about refuses to go on from here.
        await SaveAsync(run, RunStatus.Terminated, cancellationToken);
        await orchestrator.TerminateAsync(run.Id, run.Attempt, cancellationToken);

        var published = (await lake.ReadAsync(LakeKeys.Dataset(run.Dataset), RunJson.Default.DatasetManifest, cancellationToken))?.Value.Has(run) ?? false;
        if (!published)
            await attempts.DeleteAsync(run, result: null, cancellationToken);
        return published
            ? await SaveAsync(run, RunStatus.Completed, cancellationToken)
            : await SaveAsync(run, RunStatus.Terminated, cancellationToken);
    }

    async Task<RunRecord> InAsync(string id, Func<RunStatus, bool> isRight, string found, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(id, cancellationToken);
        return isRight(run.Status) ? run : throw new TerminalException(ProblemCode.Conflict, $"Run {run.Id} {found} (it is {run.Status}).");
    }

    /// <summary>Read again: the run went on while it was being stopped, and where it came to its end that holds.</summary>
    async Task<RunRecord> SaveAsync(RunRecord run, RunStatus status, CancellationToken cancellationToken)
    {
        var now = await runs.GetAsync(run.Id, cancellationToken);
        if (now.Attempt != run.Attempt || (now.Status is RunStatus.Completed or RunStatus.Failed && status != RunStatus.Completed))
            return now;
        now = status == RunStatus.Completed ? now with { Status = status, Stage = RunStage.Done, Published = true } : now with { Status = status };
        await runs.SaveAsync(now, cancellationToken);
        return now;
    }
}

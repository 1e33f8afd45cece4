using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Takes a run's rows out of its dataset, by one conditional write of the manifest; readers see it with the next refresh.</summary>
/// <remarks>Rows that the run had replaced do not come back. A replay of the run publishes it again.</remarks>
public sealed class RunRetirement(IObjectStore lake, RunRecords runs)
{
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> where the run is under way.</exception>
    public async Task<RunRecord> RunAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(id, cancellationToken);
        if (run.Status is RunStatus.Running or RunStatus.Suspended)
            throw new TerminalException(ProblemCode.Conflict, $"Run {run.Id} is {run.Status}: terminate it first, or wait for its end.");

        await TakeOutAsync(run, cancellationToken);
        run = run with { Published = false, Retired = true };
        await runs.SaveAsync(run, cancellationToken);
        return run;
    }

    async Task TakeOutAsync(RunRecord run, CancellationToken cancellationToken)
    {
        while (await lake.ReadAsync(LakeKeys.Dataset(run.Dataset), RunJson.Default.DatasetManifest, cancellationToken) is { } current)
        {
            if (current.Value.Without(run.Id) is not { } next)
                return;
            if (await lake.WriteAsync(LakeKeys.Dataset(run.Dataset), next, RunJson.Default.DatasetManifest, WriteCondition.IfMatch(current.ETag), cancellationToken))
                return;
        }
    }
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Removes a run's rows from its dataset. Readers see the change after the next refresh.</summary>
/// <remarks>Rows that the run had replaced do not come back. A replay publishes the run again.</remarks>
public sealed class RunRetirement(RunRecords runs, AttemptSettlement settlement)
{
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> if the run is under way.</exception>
    public async Task<RunRecord> RetireAsync(string id, CancellationToken cancellationToken)
    {
        var found = await runs.DocumentAsync(id, cancellationToken);
        var retired = new RunRetired(found.Value.Attempt);
        await runs.Erasures.EnsureNoneAsync(found.Value.Dataset, cancellationToken);
        // A retirement that is refused leaves no entry.
        RunTransitions.Apply(found.Value, retired);
        var retirement = UnfinishedAttempt.OfRetirement(id, retired.Attempt);
        await runs.Unfinished.AddAsync(retirement, cancellationToken);
        var run = await runs.UpdateAsync(id, retired, cancellationToken, found);
        return await settlement.FinishAsync(run, retirement, isIdle: true, cancellationToken);
    }
}

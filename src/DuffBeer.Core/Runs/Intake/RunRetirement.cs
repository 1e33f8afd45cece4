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
        var attempt = (await runs.GetAsync(id, cancellationToken)).Attempt;
        var retirement = UnfinishedAttempt.OfRetirement(id, attempt);
        await runs.Unfinished.AddAsync(retirement, cancellationToken);
        var run = await runs.UpdateAsync(id, new RunRetired(attempt), cancellationToken);
        return await settlement.FinishAsync(run, retirement, isIdle: true, cancellationToken);
    }
}

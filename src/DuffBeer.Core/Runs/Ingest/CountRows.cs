using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Counts a source's rows again with a state machine that shares no code with the reader, and compares them with the ledger.
/// </summary>
public sealed class CountRows(Stores stores, RunRecords runs) : IActivity<IngestFile.Input, bool>
{
    public async Task<bool> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(input.RunId, cancellationToken);
        var plan =
            (await stores.Lake.ReadAsync(LakeKeys.Plan(input.RunId, input.Attempt), RunJson.Default.FilePlan, cancellationToken))!.Value;
        await using var source = plan.Shape.Coding.Open(await stores.OpenSourceAsync(record, cancellationToken));
        var count = await RecordCounter.CountAsync(
            source, plan.Shape.Dialect, plan.Shape.Header.Count, plan.DataStart, cancellationToken);

        var ledger = record.Ledger!;
        if (count.Rows != ledger.Present || count.BlankLines != ledger.BlankLines)
        {
            throw new TerminalException(
                ProblemCode.LedgerMismatch,
                $"An independent count found {count.Rows} rows and {count.BlankLines} blank lines; the run read {ledger.Present} and " +
                $"{ledger.BlankLines}.");
        }

        await runs.UpdateAsync(input.RunId, new RowsVerified(input.Attempt), cancellationToken);
        return true;
    }
}

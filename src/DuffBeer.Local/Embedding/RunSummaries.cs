using DuffBeer.Core.Runs;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Embedding;

/// <summary>Run records as commands show them.</summary>
static class RunSummaries
{
    public static RunSummary Of(RunRecord record) => new(
        record.Id, record.Dataset, record.Source.Key, StateOf(record.Status), record.Stage.ToString(), record.Created, record.Updated,
        record.Ledger is { } ledger ? LedgerOf(record, ledger) : null, record.Problem)
    {
        Warnings = record.Warnings,
    };

    static RunState StateOf(RunStatus status) => status switch
    {
        RunStatus.Running => RunState.Running,
        RunStatus.Completed => RunState.Completed,
        _ => RunState.Failed,
    };

    static RunLedger LedgerOf(RunRecord record, RowLedger ledger) => new(
        ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.RejectsByCode, ledger.BlankLines,
        record.Source.Size, record.Updated - record.Created, record.Verified ? true : null);
}

using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;

namespace DuffBeer.Local.Workspaces;

/// <summary>The durable states of a run, by the names that are served.</summary>
enum RunState { Pending, Running, Completed, Failed, Terminated, Suspended }

/// <summary>One run as it is shown.</summary>
/// <param name="Source">The source key.</param>
/// <param name="Ledger">Null until rows were read.</param>
/// <param name="AlreadyDone">The same file was brought in before, and nothing was done now.</param>
sealed record RunSummary(
    string Id,
    string Dataset,
    string Source,
    RunState State,
    string Stage,
    DateTimeOffset CreatedTime,
    DateTimeOffset LastUpdatedTime,
    RunLedger? Ledger = null,
    Problem? Problem = null,
    bool AlreadyDone = false)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Where every row went: rows read = accepted + rejected, blank lines apart.</summary>
/// <param name="Elapsed">Time that this process spent on the run.</param>
/// <param name="Verified">True where an independent count agreed; null where none was asked for.</param>
sealed record RunLedger(
    long RowsRead,
    long Accepted,
    long Rejected,
    IReadOnlyDictionary<RejectCode, long> RejectsByCode,
    long BlankLines,
    long Bytes,
    TimeSpan Elapsed,
    bool? Verified = null);

sealed record RunQuery(RunState? State, long Limit);

/// <param name="NextLink">Null on the last page.</param>
sealed record RunPage(IReadOnlyList<RunSummary> Runs, string? NextLink = null);

/// <param name="RowNumber">1-based in the whole file.</param>
sealed record RejectRow(RejectCode Code, long RowNumber, long Offset, string? Column, string? Value, string Message, string Raw);

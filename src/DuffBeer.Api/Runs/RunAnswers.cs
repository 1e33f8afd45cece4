using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Core.Runs.Views;

namespace DuffBeer.Api.Runs;

public sealed record RunProblem(string Code, string Message)
{
    public static RunProblem? Of(Problem? problem) => problem is null ? null : new(problem.Code.ToString(), problem.Message);
}

/// <param name="RepeatedKeys">
/// Accepted rows whose key an earlier row of the file or a published row has, if the contract counts them.
/// </param>
public sealed record LedgerAnswer(long RowsRead, long Accepted, long Rejected, long BlankLines, long RepeatedKeys)
{
    /// <summary>Rows that were erased from the file since; they count as read. Omitted if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Erased { get; init; }

    public static LedgerAnswer? Of(RowLedger? ledger) => ledger is null
        ? null
        : new(ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines, ledger.RepeatedKeys) { Erased = ledger.Erased };
}

/// <param name="Share">Share of the bytes that are transformed, from 0 to 1.</param>
public sealed record ProgressAnswer(double Share, long Rows, long Rejected, double? RowsPerSecond, double Seconds)
{
    public static ProgressAnswer Of(RunProgress now) => new(
        now.TotalBytes == 0 ? 0 : Math.Round((double)now.Bytes / now.TotalBytes, 3), now.Rows, now.Rejected, now.RowsPerSecond,
        now.Seconds);
}

/// <summary>A run in lists, including those of the command line.</summary>
/// <param name="Source">The object's key.</param>
/// <param name="Size">Bytes of the object.</param>
/// <param name="DurationSeconds">Time from the attempt's start to its last update.</param>
public sealed record RunListing(
    string Id, string Dataset, int ContractVersion, int Attempt, string Source, long Size, RunStatus RuntimeStatus, RunStage Stage,
    DateTime CreatedTime, DateTime LastUpdatedTime, double DurationSeconds, LedgerAnswer? Ledger, IReadOnlyList<string> Warnings,
    RunProblem? Problem)
{
    /// <summary>The run whose corrected rejects this one adds; omitted for an ordinary file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Corrects { get; init; }

    /// <summary>Progress of a run under way; omitted once it has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgressAnswer? Progress { get; init; }

    /// <summary>Estimated cost of the attempt in US dollars; omitted until it has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Dollars { get; init; }

    /// <summary>Cost of the run; only if the command line was asked for this run alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostAnswer? Cost { get; init; }

    public static RunListing Of(RunRecord run) => new(
        run.Id, run.Dataset, run.ContractVersion, run.Attempt, run.Source.Key, run.Source.Size, run.Status, run.Stage,
        run.Created.UtcDateTime, run.Updated.UtcDateTime, Math.Round((run.Updated - (run.Started ?? run.Created)).TotalSeconds, 3),
        LedgerAnswer.Of(run.Ledger), run.Warnings, RunProblem.Of(run.Problem))
    {
        Corrects = run.Corrects,
        Dollars = run.Cost?.Dollars,
    };
}

/// <param name="NextLink">Omitted on the last page.</param>
public sealed record RunsAnswer(
    IReadOnlyList<RunListing> Runs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null)
{
    public static RunsAnswer Of(IEnumerable<RunRecord> runs, string? nextLink = null) => new([.. runs.Select(RunListing.Of)], nextLink);

    /// <summary>One run, with what it cost.</summary>
    public static RunsAnswer OfOne(RunRecord run) => new([RunListing.Of(run) with { Cost = CostAnswer.Of(run.Cost) }]);
}

public sealed record SourceAnswer(string Key, string Version, long Size, DateTime Time);

/// <inheritdoc cref="LedgerAnswer"/>
public sealed record LedgerDetail(
    long RowsRead, long Accepted, long Rejected, long BlankLines, long RepeatedKeys, IReadOnlyDictionary<string, long> RejectsByCode)
{
    /// <inheritdoc cref="LedgerAnswer.Erased"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Erased { get; init; }

    public static LedgerDetail? Of(RowLedger? ledger) => ledger is null
        ? null
        : new(
            ledger.RowsRead,
            ledger.Accepted,
            ledger.Rejected,
            ledger.BlankLines,
            ledger.RepeatedKeys,
            ledger.RejectsByCode.ToDictionary(code => code.Key.ToString(), code => code.Value)) { Erased = ledger.Erased };
}

/// <summary>The orchestration's result.</summary>
public sealed record RunOutput(string RunId, int Attempt, RunProblem? Problem);

/// <summary>Where to read about the run and how to control it.</summary>
public sealed record RunLinks(
    string StatusQueryGetUri, string Events, string Rejects, string Replay, string Retire, string TerminatePostUri, string SuspendPostUri,
    string ResumePostUri)
{
    /// <summary>Management links of Durable Functions, without the system key; omitted on other hosts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EngineLinks? Management { get; init; }

    public static string To(string run) => $"/api/runs/{run}";

    public static RunLinks Of(string run) => new(
        To(run), $"{To(run)}/events", $"{To(run)}/rejects", $"{To(run)}/replay", $"{To(run)}/retire", $"{To(run)}/terminate",
        $"{To(run)}/suspend", $"{To(run)}/resume");
}

/// <param name="At">When the snapshot was made.</param>
/// <param name="IsShown">False while readers are pinned to an older snapshot.</param>
public sealed record VisibilityAnswer(string Snapshot, DateTime At, bool IsShown)
{
    public static VisibilityAnswer? Of(Visibility? since) =>
        since is null ? null : new(since.Snapshot, since.At.UtcDateTime, since.IsShown);
}

/// <summary>One run: the status fields of durable orchestrations, then our own.</summary>
/// <param name="Output">Null until the run has ended.</param>
/// <param name="Corrects">The run whose corrected rejects this one adds; null for an ordinary file.</param>
public sealed record RunDetail(
    string InstanceId, RunStatus RuntimeStatus, RunProgress CustomStatus, DateTime CreatedTime, DateTime LastUpdatedTime, RunOutput? Output,
    string Id, string Dataset, int ContractVersion, int Attempt, SourceAnswer Source, RunStage Stage, DateOnly ProcessingDate,
    LedgerDetail? Ledger,
    bool Verified, bool Published, bool Retired, string? Corrects, IReadOnlyList<string> Warnings, RunProblem? Problem, RunLinks Links)
{
    /// <summary>The first snapshot with the run's rows; null before the refresh, and if they are no longer published.</summary>
    public VisibilityAnswer? VisibleSince { get; init; }

    /// <summary>Cost of the attempt; null until it has ended.</summary>
    public CostAnswer? Cost { get; init; }

    /// <summary>Cost of the earlier attempts that ended; null if there was none.</summary>
    public CostAnswer? EarlierCost { get; init; }

    /// <summary>
    /// The Merkle root over source, ledger and files, which <c>duffbeer verify</c> checks; null before the rows are counted, and for a run
    /// of an older release.
    /// </summary>
    public string? Receipt { get; init; }

    public static RunDetail Of(RunRecord run, RunProgress progress, EngineLinks? management) => new(
        IngestFile.InstanceOf(run.Id, run.Attempt), run.Status, progress, run.Created.UtcDateTime, run.Updated.UtcDateTime,
        run.Status is RunStatus.Completed or RunStatus.Failed ? new(run.Id, run.Attempt, RunProblem.Of(run.Problem)) : null,
        run.Id, run.Dataset, run.ContractVersion, run.Attempt,
        new(run.Source.Key, run.Source.Version, run.Source.Size, run.Source.Time.UtcDateTime),
        run.Stage, run.ProcessingDate, LedgerDetail.Of(run.Ledger), run.Verified, run.Published, run.Retired, run.Corrects, run.Warnings,
        RunProblem.Of(run.Problem), RunLinks.Of(run.Id) with { Management = management })
    {
        Cost = CostAnswer.Of(run.Cost),
        EarlierCost = CostAnswer.Of(run.EarlierCost),
        Receipt = run.Receipt,
    };
}

/// <param name="Row">1-based row number in the whole file.</param>
/// <param name="Offset">Byte offset of the line in the decoded file.</param>
public sealed record RejectAnswer(string Code, long Row, long Offset, string? Column, string? Value, string Message, string Raw)
{
    public static RejectAnswer Of(RejectRow reject) =>
        new(reject.Code.ToString(), reject.RowNumber, reject.Offset, reject.Column, reject.Value, reject.Message, reject.Raw);
}

/// <param name="NextLink">Omitted on the last page.</param>
public sealed record RejectsAnswer(
    string Run, IReadOnlyList<RejectAnswer> Rejects,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextLink = null);

/// <summary>The object version to ingest.</summary>
/// <param name="Bucket">Default: the landing bucket.</param>
/// <param name="Version">Default: the newest.</param>
/// <param name="Dataset">Default: the dataset whose contract matches the key.</param>
/// <param name="AsVersion">Contract version to read it by. Default: the one valid on the object's date, or whose header fits.</param>
public sealed record StartBody(
    string Key, string? Bucket = null, string? Version = null, string? Dataset = null, int? AsVersion = null);

/// <param name="Run">Null if the object was ignored.</param>
/// <param name="Reason">Why the object was ignored; null if it was not.</param>
public sealed record ReceiptAnswer(ReceiptKind Outcome, string? Run, string? StatusQueryGetUri, string? Reason)
{
    /// <summary>Management links of Durable Functions, without the system key; omitted on other hosts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EngineLinks? Management { get; init; }

    public static ReceiptAnswer Of(Receipt receipt, EngineLinks? management) =>
        new(receipt.Kind, receipt.Run?.Id, receipt.Run is { } run ? RunLinks.To(run.Id) : null, receipt.Reason) { Management = management };
}

/// <param name="Objects">Objects that match a contract.</param>
/// <param name="Started">Runs started for objects that had none.</param>
/// <param name="Resumed">Resumed runs that no process was running.</param>
/// <param name="Again">Failed runs tried again: those that an unavailable dependency had failed, or all if the request wanted that.</param>
/// <param name="Unwanted">Keys in landing that belong to no dataset; at most 100.</param>
/// <param name="Waiting">Runs that an unavailable dependency failed, and that a later reconcile tries again.</param>
/// <param name="Failed">Failed runs that reconcile does not try again by itself.</param>
/// <param name="Delayed">Objects that cannot be ingested now, and why: a later reconcile, or their event, starts their runs.</param>
public sealed record ReconciliationAnswer(
    int Objects, IReadOnlyList<string> Started, IReadOnlyList<string> Resumed, IReadOnlyList<string> Again,
    IReadOnlyList<string> Unwanted, IReadOnlyList<string> Waiting, IReadOnlyList<string> Failed,
    IReadOnlyList<DelayedObject> Delayed);

using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Runs.Records;

/// <summary>
/// The state machine of a run: the effect of each change in each state. Pure; <see cref="RunRecords"/> writes the outcome.
/// </summary>
/// <remarks>
/// The steps of an attempt apply while it is running or suspended, and are refused once it has ended or was replaced. The exceptions: a
/// terminated attempt whose rows turn out to be published has completed, a completed one may still be verified, and a change that an
/// activity repeats has no further effect. Suspend, resume and terminate may be repeated too, and are refused once the attempt has ended;
/// retire and replay are refused before.
/// </remarks>
public static class RunTransitions
{
    /// <summary>The run after the change; the same instance if the change has no effect.</summary>
    /// <exception cref="TerminalException"><c>Conflict</c> if the change does not fit the state or belongs to another attempt.</exception>
    public static RunRecord Apply(RunRecord run, RunChange change) => change switch
    {
        AttemptBegun begun => Begin(run, begun),
        _ when change.Attempt != run.Attempt => throw Superseded(run, change.Attempt),
        SourceInspected inspected => AtWork(run) with
        {
            Stage = Later(run.Stage, RunStage.Transform),
            Chunks = inspected.Chunks,
            ContractVersion = inspected.VersionByHeader ?? run.ContractVersion,
            VersionByHeader = inspected.VersionByHeader ?? run.VersionByHeader,
        },
        RowsJudged judged =>
            AtWork(run) with
            {
                Stage = Later(run.Stage, RunStage.Judge), Ledger = judged.Ledger, Warnings = judged.Warnings, Receipt = judged.Receipt,
            },
        PublicationApproved => AtWork(run) with { Stage = RunStage.Publish },
        RowsVerified => run.Status == RunStatus.Completed ? run with { Verified = true } : AtWork(run) with { Verified = true },
        RowsPublished => Publish(run),
        PublicationSkipped skipped => AtWork(run) with { Warnings = [.. run.Warnings.Except([skipped.Warning]), skipped.Warning] },
        AttemptConcluded concluded => Conclude(run, concluded),
        EndedInBatch batched => End(run, batched),
        RunSuspended => To(RunStatus.Suspended, AtWork(run)),
        RunResumed => To(RunStatus.Running, AtWork(run)),
        RunTerminated => run.Status == RunStatus.Terminated ? run : AtWork(run) with { Status = RunStatus.Terminated },
        RunRetired => Ended(run) with { Published = false, Retired = true },
        RowsErased erased => Erase(run, erased),
        RunExpired => run.IsExpired ? run : Ended(run) with { IsExpired = true },
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Not a change of a run."),
    };

    /// <summary>The run, if its attempt is under way.</summary>
    /// <exception cref="TerminalException"><c>Conflict</c> if the attempt has ended or was replaced.</exception>
    public static RunRecord UnderWay(RunRecord run, int attempt) => run.Attempt == attempt ? AtWork(run) : throw Superseded(run, attempt);

    static RunRecord Begin(RunRecord run, AttemptBegun begun)
    {
        // Two callers began the same attempt, and both succeed.
        if (begun.Attempt == run.Attempt)
            return run;
        if (begun.Attempt != run.Attempt + 1)
            throw Superseded(run, begun.Attempt);
        if (run.Status == RunStatus.Suspended)
            throw Conflict(run, "is suspended: resume or terminate it first");
        if (run.IsExpired)
            throw Conflict(run, "is being deleted by maintenance: try again in a minute");
        return run with
        {
            ContractVersion = begun.ContractVersion,
            AsVersion = begun.AsVersion,
            VersionByHeader = null,
            Attempt = begun.Attempt,
            Started = begun.Time,
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            Chunks = 0,
            Ledger = null,
            Receipt = null,
            Verified = false,
            Warnings = [],
            Problem = null,
            Cost = null,
            EarlierCost = RunCost.Sum(run.EarlierCost, run.Cost),
            Retired = false,
        };
    }

    // The manifest decides: a run with visible rows has completed, even if it was being terminated.
    static RunRecord Publish(RunRecord run) => run.Status switch
    {
        RunStatus.Terminated => run with { Status = RunStatus.Completed, Stage = RunStage.Done, Published = true },
        RunStatus.Completed when !run.Retired => run with { Published = true },
        RunStatus.Completed => throw Conflict(run, "was retired"),
        _ => AtWork(run) with { Published = true },
    };

    static RunRecord Conclude(RunRecord run, AttemptConcluded concluded)
    {
        var status = concluded.Problem is null ? RunStatus.Completed : RunStatus.Failed;
        // Reported a second time: the first answer was lost, or recovery completed the record before its cost was known.
        if (run.Status == status && run.Problem == concluded.Problem)
            return run.Cost is null ? run with { Cost = concluded.Cost } : run;
        return AtWork(run) with
        {
            Status = status,
            Stage = concluded.Problem is null ? RunStage.Done : run.Stage,
            Published = concluded.IsVisible || run.Published,
            Problem = concluded.Problem,
            Outages = OutageRetry.IsOutage(concluded.Problem) ? run.Outages + 1 : 0,
            Cost = concluded.Cost,
        };
    }

    static RunRecord End(RunRecord run, EndedInBatch batched)
    {
        // Reported a second time, only the cost may be new.
        if (run.Status == RunStatus.Failed || run is { Status: RunStatus.Completed, Ledger: not null })
            return Apply(run, batched.Steps[^1]);
        // An operator ended it when its rows were visible already: what the batch has counted is still missing.
        var isSettled = run.Status == RunStatus.Completed;
        var ended = batched.Steps.Aggregate(isSettled ? run with { Status = RunStatus.Running } : run, Apply);
        return ended with
        {
            Published = isSettled ? run.Published : ended.Published,
            Batches = new Dictionary<int, string>(run.Batches ?? new Dictionary<int, string>()) { [batched.Attempt] = batched.Batch },
        };
    }

    // Warnings and problems may quote cells.
    static RunRecord Erase(RunRecord run, RowsErased erased) => run.Source.Version == erased.Source.Version
        ? run
        : Ended(run) with
        {
            Source = erased.Source,
            Erased = new((run.Erased?.Rows ?? 0) + erased.Rows, erased.Time, run.Attempt + 1),
            MayBatch = false,
            Warnings = [],
            Problem = run.Problem is { } problem ? problem with { Message = "Rows of the file were erased since it failed." } : null,
        };

    static RunRecord AtWork(RunRecord run) => run.Status switch
    {
        RunStatus.Running or RunStatus.Suspended => run,
        RunStatus.Terminated => throw Conflict(run, "was terminated"),
        _ => throw Conflict(run, "has ended"),
    };

    static RunRecord Ended(RunRecord run) => run.Status is not (RunStatus.Running or RunStatus.Suspended)
        ? run
        : throw new TerminalException(ProblemCode.Conflict, $"Run {run.Id} is {run.Status}: terminate it first, or wait for its end.");

    static RunRecord To(RunStatus status, RunRecord run) => run.Status == status ? run : run with { Status = status };

    // A stage never goes back: a late copy of an activity may report after the next one.
    static RunStage Later(RunStage now, RunStage next) => now > next ? now : next;

    static TerminalException Conflict(RunRecord run, string found) =>
        new(ProblemCode.Conflict, $"Run {run.Id} {found} (it is {run.Status}).");

    static TerminalException Superseded(RunRecord run, int attempt) =>
        new(ProblemCode.Conflict, $"Attempt {attempt} of run {run.Id} was replaced by attempt {run.Attempt}.");
}

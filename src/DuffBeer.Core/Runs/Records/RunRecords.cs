using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The run records of a lake.</summary>
public sealed class RunRecords(IObjectStore lake, TimeProvider time)
{
    readonly BatchResults _batches = new(lake);

    /// <summary>The attempts with unfinished work.</summary>
    public UnfinishedAttempts Unfinished { get; } = new(lake);

    public RunIndex Index { get; } = new(lake);

    /// <summary>Which datasets rows are being erased from.</summary>
    public ErasureMarks Erasures { get; } = new(lake);

    /// <summary>The record; for a file that rows were erased from, that of the run that read it before.</summary>
    public async Task<RunRecord?> FindAsync(string run, CancellationToken cancellationToken)
    {
        var found = (await lake.ReadAsync(LakeKeys.Run(run), RunJson.Default.RunRecord, cancellationToken))?.Value;
        return found?.AliasOf is { } real ? await FindAsync(real, cancellationToken) : found;
    }

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<RunRecord> GetAsync(string run, CancellationToken cancellationToken) =>
        await FindAsync(run, cancellationToken) ?? throw NoSuchRun(run);

    /// <summary>The result of a judged attempt, ingested by itself or in a batch; null if there is none.</summary>
    public async Task<RunResult?> ResultAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (await lake.ReadAsync(LakeKeys.Result(run, attempt), RunJson.Default.RunResult, cancellationToken) is { } own)
            return own.Value;
        return await InBatchAsync(run, attempt, cancellationToken) is var (batch, found) && found.Ledger is not null
            ? batch.ToResult(found)
            : null;
    }

    /// <summary>The inspected properties of an attempt's source; null if it was not inspected.</summary>
    public async Task<FilePlan?> PlanAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (await lake.ReadAsync(LakeKeys.Plan(run, attempt), RunJson.Default.FilePlan, cancellationToken) is { } own)
            return own.Value;
        return await InBatchAsync(run, attempt, cancellationToken) is var (batch, found) && found.Shape is not null
            ? batch.ToPlan(found)
            : null;
    }

    async Task<(BatchResult Batch, BatchedRun Run)?> InBatchAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if ((await FindAsync(run, cancellationToken))?.Batches?.GetValueOrDefault(attempt) is not { } id)
            return null;
        // It is gone if rows of the run were erased and it was not ingested again.
        return await _batches.FindAsync(id, cancellationToken) is { } batch
            && batch.Find(run, attempt) is { } found ? (batch, found) : null;
    }

    /// <summary>Changes a run's record: the only way to write an existing record.</summary>
    /// <remarks>
    /// Never overwrites a concurrent change: the write is conditional on the record that <see cref="RunTransitions"/> was applied to, and
    /// is repeated on the current record if the condition fails.
    /// </remarks>
    /// <param name="known">The record as the caller read it; null to read it here.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> if the change does not fit the run's state.</exception>
    public Task<RunRecord> UpdateAsync(
        string run,
        RunChange change,
        CancellationToken cancellationToken,
        Document<RunRecord>? known = null) =>
        UpdateAsync(run, _ => change, cancellationToken, known);

    /// <param name="change">Makes the change from the run's current record.</param>
    /// <inheritdoc cref="UpdateAsync(string, RunChange, CancellationToken, Document{RunRecord})"/>
    public async Task<RunRecord> UpdateAsync(
        string run, Func<RunRecord, RunChange> change, CancellationToken cancellationToken, Document<RunRecord>? known = null)
    {
        RunRecord? marked = null;
        var updated = await lake.UpdateAsync(
            LakeKeys.Run(run),
            RunJson.Default.RunRecord,
            async found =>
            {
                marked = null;
                var now = found ?? throw NoSuchRun(run);
                var next = RunTransitions.Apply(now, change(now));
                if (ReferenceEquals(next, now))
                    return now;
                next = next with { Updated = time.GetUtcNow() };
                if (RunMarks.Of(next) == RunMarks.Of(now))
                    return next;
                marked = now;
                next = next with { Marks = now.Marks + 1 };
                await Index.MarkAsync(next, cancellationToken);
                return next;
            },
            time,
            cancellationToken,
            known);
        if (marked is not null)
            await Index.UnmarkAsync(marked, cancellationToken);
        return updated!;
    }

    /// <summary>Writes a new run's entries in the lists, then its record, so that a known run is always listed.</summary>
    /// <remarks>False if another caller created the run first: copies of one event may arrive concurrently.</remarks>
    public async Task<bool> AddAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var listed = LakeKeys.RunByDay(record.Created, record.Id);
        await Task.WhenAll(
            ListAsync(listed, cancellationToken),
            Index.MarkAsync(record, cancellationToken),
            Unfinished.AddAsync(UnfinishedAttempt.OfRun(record.Id, record.Attempt), cancellationToken));
        if (await lake.WriteAsync(LakeKeys.Run(record.Id), record, RunJson.Default.RunRecord, WriteCondition.IfAbsent, cancellationToken))
            return true;

        if (LakeKeys.RunByDay((await GetAsync(record.Id, cancellationToken)).Created, record.Id) != listed)
        {
            await lake.DeleteAsync(listed, cancellationToken);
            await Index.UnmarkAsync(record, cancellationToken);
        }

        return false;
    }

    /// <summary>Makes an object version known as that of a run: the run's file after rows were erased from it.</summary>
    /// <param name="version">The id that a run of this version would have.</param>
    public async Task AddAliasAsync(string version, RunRecord run, CancellationToken cancellationToken)
    {
        if (version == run.Id)
            return;
        var alias = run with { Id = version, AliasOf = run.Id, Status = RunStatus.Completed };
        await lake.WriteAsync(LakeKeys.Run(version), alias, RunJson.Default.RunRecord, WriteCondition.IfAbsent, cancellationToken);
    }

    async Task ListAsync(string key, CancellationToken cancellationToken)
    {
        await using var entry = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await entry.CommitAsync(cancellationToken);
    }

    /// <summary>Runs, newest first. Where the filter skips many, a page may have fewer runs than wanted and still a next page.</summary>
    public Task<RunPage> PageAsync(RunQuery query, CancellationToken cancellationToken) =>
        RunPages.ReadAsync(this, query, cancellationToken);

    /// <summary>The record of an attempt under way.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> if the attempt has ended or was replaced.</exception>
    public async Task<Document<RunRecord>> UnderWayAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        var document = await DocumentAsync(run, cancellationToken);
        RunTransitions.UnderWay(document.Value, attempt);
        return document;
    }

    /// <summary>The current record and its ETag, for an update.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<Document<RunRecord>> DocumentAsync(string run, CancellationToken cancellationToken) =>
        await lake.ReadAsync(LakeKeys.Run(run), RunJson.Default.RunRecord, cancellationToken)
        ?? throw NoSuchRun(run);

    static TerminalException NoSuchRun(string run) =>
        new(ProblemCode.NotFound, $"There is no run '{run}'. 'duffbeer runs' lists the runs that exist.");
}

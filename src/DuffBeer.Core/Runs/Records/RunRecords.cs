using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The run records of a lake.</summary>
public sealed class RunRecords(IObjectStore lake, TimeProvider time)
{
    const int ChangesAtATime = 32;

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
                var next = Next(now, change(now));
                if (next.Marks == now.Marks)
                    return next;
                marked = now;
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

    /// <summary>Changes the records of several runs together, each as a single one is changed.</summary>
    /// <returns>The records in the order of the changes; null for a run whose state a change does not fit.</returns>
    public async Task<IReadOnlyList<RunRecord?>> UpdateAllAsync(
        IReadOnlyList<(Document<RunRecord> Known, RunChange Change)> changes, CancellationToken cancellationToken)
    {
        var next = changes.Select(one => OrNull(() => Next(one.Known.Value, one.Change))).ToList();
        var changed = Enumerable.Range(0, changes.Count)
            .Where(index => next[index] is { } record && !ReferenceEquals(record, changes[index].Known.Value))
            .ToList();
        var marked = changed.Where(index => next[index]!.Marks != changes[index].Known.Value.Marks).ToHashSet();
        await Index.MarkAllAsync(marked.Select(index => next[index]!), cancellationToken);
        var writes = changed.Select(index => ObjectWrite.Of(
            LakeKeys.Run(next[index]!.Id), next[index]!, RunJson.Default.RunRecord, WriteCondition.IfMatch(changes[index].Known.ETag)));
        var written = await lake.WriteAllAsync([.. writes], cancellationToken);
        await Parallel.ForEachAsync(
            changed.Zip(written),
            new ParallelOptions { MaxDegreeOfParallelism = ChangesAtATime, CancellationToken = cancellationToken },
            async (one, running) =>
            {
                var (known, change) = changes[one.First];
                if (one.Second is null)
                    next[one.First] = await UpdateOrNullAsync(known.Value.Id, change, running);
                else if (marked.Contains(one.First))
                    await Index.UnmarkAsync(known.Value, running);
            });
        return next;
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

    /// <summary>The record after a change; the same instance if it changes nothing.</summary>
    RunRecord Next(RunRecord now, RunChange change)
    {
        var next = RunTransitions.Apply(now, change);
        if (ReferenceEquals(next, now))
            return now;
        next = next with { Updated = time.GetUtcNow() };
        return RunMarks.Of(next) == RunMarks.Of(now) ? next : next with { Marks = now.Marks + 1 };
    }

    async Task<RunRecord?> UpdateOrNullAsync(string run, RunChange change, CancellationToken cancellationToken)
    {
        try
        {
            return await UpdateAsync(run, change, cancellationToken);
        }
        catch (TerminalException refused) when (refused.Code == ProblemCode.Conflict)
        {
            return null;
        }
    }

    static RunRecord? OrNull(Func<RunRecord> next)
    {
        try
        {
            return next();
        }
        catch (TerminalException refused) when (refused.Code == ProblemCode.Conflict)
        {
            return null;
        }
    }

    /// <inheritdoc cref="AddAllAsync"/>
    /// <returns>False if another caller created the run first.</returns>
    public async Task<bool> AddAsync(RunRecord record, CancellationToken cancellationToken) =>
        (await AddAllAsync([record], cancellationToken))[0];

    /// <summary>Writes the entries of new runs in the lists, then their records, so that a known run is always listed.</summary>
    /// <returns>
    /// For each run, in their order: false if another caller created it first, because copies of one event may arrive concurrently.
    /// </returns>
    public async Task<IReadOnlyList<bool>> AddAllAsync(IReadOnlyList<RunRecord> records, CancellationToken cancellationToken)
    {
        await lake.WriteAllAsync([.. records.SelectMany(EntriesOf).Select(ObjectWrite.OfKey)], cancellationToken);
        var writes = records.Select(
            record => ObjectWrite.Of(LakeKeys.Run(record.Id), record, RunJson.Default.RunRecord, WriteCondition.IfAbsent));
        var written = await lake.WriteAllAsync([.. writes], cancellationToken);
        foreach (var (record, _) in records.Zip(written).Where(one => one.Second is null))
            await UnlistAsync(record, cancellationToken);
        return [.. written.Select(stat => stat is not null)];
    }

    static IEnumerable<string> EntriesOf(RunRecord record) =>
    [
        LakeKeys.RunByDay(record.Created, record.Id),
        RunIndex.KeyOf(record),
        UnfinishedAttempt.OfRun(record.Id, record.Attempt).Key,
    ];

    /// <summary>Removes the entries of a record that was not written, unless they are those of the run.</summary>
    async Task UnlistAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var listed = LakeKeys.RunByDay(record.Created, record.Id);
        if (LakeKeys.RunByDay((await GetAsync(record.Id, cancellationToken)).Created, record.Id) == listed)
            return;
        await lake.DeleteAsync(listed, cancellationToken);
        await Index.UnmarkAsync(record, cancellationToken);
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

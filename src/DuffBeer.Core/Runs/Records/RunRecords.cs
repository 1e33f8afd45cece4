using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The run records of a lake.</summary>
public sealed class RunRecords(IObjectStore lake, TimeProvider time)
{
    /// <summary>The attempts with unfinished work.</summary>
    public UnfinishedAttempts Unfinished { get; } = new(lake);

    public async Task<RunRecord?> FindAsync(string run, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Run(run), RunJson.Default.RunRecord, cancellationToken))?.Value;

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<RunRecord> GetAsync(string run, CancellationToken cancellationToken) =>
        (await DocumentAsync(run, cancellationToken)).Value;

    public async Task<RunResult?> ResultAsync(string run, int attempt, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Result(run, attempt), RunJson.Default.RunResult, cancellationToken))?.Value;

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
        var updated = await lake.UpdateAsync(
            LakeKeys.Run(run),
            RunJson.Default.RunRecord,
            found =>
            {
                var now = found ?? throw NoSuchRun(run);
                var next = RunTransitions.Apply(now, change(now));
                return ReferenceEquals(next, now) ? now : next with { Updated = time.GetUtcNow() };
            },
            time,
            cancellationToken,
            known);
        return updated!;
    }

    /// <summary>Writes a new run's entry in the listing by day, then its record, so that a known run is always listed.</summary>
    /// <remarks>False if another caller created the run first: copies of one event may arrive concurrently.</remarks>
    public async Task<bool> AddAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var listed = LakeKeys.RunByDay(record.Created, record.Id);
        await using (var entry = await lake.CreateAsync(listed, WriteCondition.None, cancellationToken))
            await entry.CommitAsync(cancellationToken);
        await Unfinished.AddAsync(UnfinishedAttempt.OfRun(record.Id, record.Attempt), cancellationToken);
        if (await lake.WriteAsync(LakeKeys.Run(record.Id), record, RunJson.Default.RunRecord, WriteCondition.IfAbsent, cancellationToken))
            return true;

        if (LakeKeys.RunByDay((await GetAsync(record.Id, cancellationToken)).Created, record.Id) != listed)
            await lake.DeleteAsync(listed, cancellationToken);
        return false;
    }

    /// <summary>Runs, newest first. Reads only the records of the page and those that the filter skips on the way.</summary>
    public async Task<RunPage> PageAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var page = new List<RunRecord>();
        foreach (var entry in await EntriesAsync(query, cancellationToken))
        {
            var record = await FindAsync(LakeKeys.RunOf(entry), cancellationToken);
            // An entry without a record is left by an interrupted start; the next start made its own entry.
            if (record is null || LakeKeys.RunByDay(record.Created, record.Id) != entry || !query.Wants(record))
                continue;
            if (page.Count == query.Limit)
                return new(page, LakeKeys.RunByDay(page[^1].Created, page[^1].Id)[LakeKeys.RunsByDay.Length..]);
            page.Add(record);
        }

        return new(page, null);
    }

    /// <summary>Keys of the listing by day, newest first, behind the previous page and not before the query's time.</summary>
    async Task<IEnumerable<string>> EntriesAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var next = query.Next;
        var oldest = query.Since is { } since ? LakeKeys.RunByDay(since, "") : "";
        var entries = new List<string>();
        await foreach (var entry in lake.ListAsync(LakeKeys.RunsByDay, cancellationToken))
        {
            // The listing is in ordinal order, so the remaining keys are newer than the previous page.
            if (next is not null && string.CompareOrdinal(entry.Key, LakeKeys.RunsByDay + next) >= 0)
                break;
            if (string.CompareOrdinal(entry.Key, oldest) >= 0)
                entries.Add(entry.Key);
        }

        return Enumerable.Reverse(entries);
    }

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

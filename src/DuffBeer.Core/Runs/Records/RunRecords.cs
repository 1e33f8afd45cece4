using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The run records of a lake.</summary>
public sealed class RunRecords(IObjectStore lake, TimeProvider time)
{
    public async Task<RunRecord?> FindAsync(string run, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Run(run), RunJson.Default.RunRecord, cancellationToken))?.Value;

    public async Task<RunRecord> GetAsync(string run, CancellationToken cancellationToken) =>
        await FindAsync(run, cancellationToken)
        ?? throw new TerminalException(ProblemCode.NotFound, $"There is no run '{run}'. 'duffbeer runs' lists those that are.");

    public async Task<RunResult?> ResultAsync(string run, int attempt, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.Result(run, attempt), RunJson.Default.RunResult, cancellationToken))?.Value;

    public async Task SaveAsync(RunRecord record, CancellationToken cancellationToken) =>
        await lake.WriteAsync(
            LakeKeys.Run(record.Id), record with { Updated = time.GetUtcNow() }, RunJson.Default.RunRecord, WriteCondition.None, cancellationToken);

    /// <summary>Writes a new run's entry in the listing by day, then its record: a run that is known is always listed.</summary>
    /// <remarks>False where somebody else began the run meanwhile: copies of one event may come at the same time.</remarks>
    public async Task<bool> AddAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var listed = LakeKeys.RunByDay(record.Created, record.Id);
        await using (var entry = await lake.CreateAsync(listed, WriteCondition.None, cancellationToken))
            await entry.CommitAsync(cancellationToken);
        if (await lake.WriteAsync(
            LakeKeys.Run(record.Id), record with { Updated = time.GetUtcNow() }, RunJson.Default.RunRecord, WriteCondition.IfAbsent, cancellationToken))
            return true;

        if (LakeKeys.RunByDay((await GetAsync(record.Id, cancellationToken)).Created, record.Id) != listed)
            await lake.DeleteAsync(listed, cancellationToken);
        return false;
    }

    /// <summary>Runs, the newest first. Only the records of the page are read, and of those that its state leaves out on the way.</summary>
    public async Task<RunPage> PageAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var page = new List<RunRecord>();
        foreach (var entry in await EntriesAsync(query.Next, cancellationToken))
        {
            var record = await FindAsync(LakeKeys.RunOf(entry), cancellationToken);
            // An entry without its record is of a start that was cut off; the start after it made an entry of its own.
            if (record is null || LakeKeys.RunByDay(record.Created, record.Id) != entry || !query.Wants(record))
                continue;
            if (page.Count == query.Limit)
                return new(page, LakeKeys.RunByDay(page[^1].Created, page[^1].Id)[LakeKeys.RunsByDay.Length..]);
            page.Add(record);
        }

        return new(page, null);
    }

    /// <summary>Keys of the listing by day from the newest on, behind <paramref name="next"/>.</summary>
    async Task<IEnumerable<string>> EntriesAsync(string? next, CancellationToken cancellationToken)
    {
        var entries = new List<string>();
        await foreach (var entry in lake.ListAsync(LakeKeys.RunsByDay, cancellationToken))
        {
            // Listed in ordinal order: what follows is newer than the page before.
            if (next is not null && string.CompareOrdinal(entry.Key, LakeKeys.RunsByDay + next) >= 0)
                break;
            entries.Add(entry.Key);
        }

        return Enumerable.Reverse(entries);
    }

    /// <summary>The record of an attempt under way. An activity that comes late, after another attempt began, is refused.</summary>
    public async Task<RunRecord> UnderWayAsync(IngestFile.Input run, CancellationToken cancellationToken)
    {
        var record = await GetAsync(run.RunId, cancellationToken);
        if (record.Attempt != run.Attempt)
            throw new TerminalException(ProblemCode.SourceChanged, $"Attempt {run.Attempt} of run {run.RunId} is over; attempt {record.Attempt} took its place.");
        return record.Status != RunStatus.Terminated
            ? record
            : throw new TerminalException(ProblemCode.Conflict, $"Run {run.RunId} was terminated.");
    }
}

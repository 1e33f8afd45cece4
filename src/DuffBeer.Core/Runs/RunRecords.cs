using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

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

    /// <summary>Writes a new run's record and its entry in the listing by day.</summary>
    public async Task AddAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await SaveAsync(record, cancellationToken);
        await using var entry = await lake.CreateAsync(LakeKeys.RunByDay(record.Created, record.Id), WriteCondition.None, cancellationToken);
        await entry.CommitAsync(cancellationToken);
    }

    /// <summary>All runs, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        await foreach (var entry in lake.ListAsync(LakeKeys.RunsByDay, cancellationToken))
            ids.Add(entry.Key[(entry.Key.IndexOf('-', LakeKeys.RunsByDay.Length) + 1)..]);
        ids.Reverse();

        var records = new List<RunRecord>();
        foreach (var id in ids)
        {
            if (await FindAsync(id, cancellationToken) is { } record)
                records.Add(record);
        }

        return records;
    }

    /// <summary>The record of an attempt under way. An activity that comes late, after another attempt began, is refused.</summary>
    public async Task<RunRecord> UnderWayAsync(IngestFile.Input run, CancellationToken cancellationToken)
    {
        var record = await GetAsync(run.RunId, cancellationToken);
        return record.Attempt == run.Attempt
            ? record
            : throw new TerminalException(
                ProblemCode.SourceChanged, $"Attempt {run.Attempt} of run {run.RunId} is over; attempt {record.Attempt} took its place.");
    }
}

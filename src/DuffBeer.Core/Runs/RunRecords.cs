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

    /// <summary>Writes a new run's entry in the listing by day, then its record.</summary>
    /// <remarks>In this order a run that is known is listed; an entry without its record is one whose start was cut off.</remarks>
    public async Task AddAsync(RunRecord record, CancellationToken cancellationToken)
    {
        await using (var entry = await lake.CreateAsync(LakeKeys.RunByDay(record.Created, record.Id), WriteCondition.None, cancellationToken))
            await entry.CommitAsync(cancellationToken);
        await SaveAsync(record, cancellationToken);
    }

    /// <summary>All runs, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<string>();
        await foreach (var entry in lake.ListAsync(LakeKeys.RunsByDay, cancellationToken))
            entries.Add(entry.Key);
        entries.Reverse();

        var records = new List<RunRecord>();
        foreach (var entry in entries)
        {
            var id = entry[(entry.IndexOf('-', LakeKeys.RunsByDay.Length) + 1)..];
            if (await FindAsync(id, cancellationToken) is { } record && LakeKeys.RunByDay(record.Created, id) == entry)
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

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

public enum StartKind
{
    /// <summary>No run of this object version was known.</summary>
    New,

    /// <summary>A run that was cut off goes on where it was.</summary>
    Resumed,

    /// <summary>The run is completed already; nothing is to be done.</summary>
    AlreadyDone,

    /// <summary>The run failed before, or is asked for again: a new attempt.</summary>
    Again,
}

public sealed record RunStart(StartKind Kind, RunRecord Record);

/// <summary>Finds or begins the one run of an object version.</summary>
public sealed class StartRun(RunRecords runs, AttemptParts attempts, TimeProvider time)
{
    /// <param name="bucket">Names the landing store: part of the run's identity.</param>
    public async Task<RunStart> ForAsync(DatasetContract contract, string bucket, ObjectStat source, CancellationToken cancellationToken)
    {
        var version = source.Version ?? $"{source.ETag}@{source.LastModified:O}";
        var id = RunId.For(contract.Name, bucket, source.Key, version);
        if (await runs.FindAsync(id, cancellationToken) is { } known)
        {
            return known.Status switch
            {
                RunStatus.Completed => new(StartKind.AlreadyDone, known),
                RunStatus.Running => new(StartKind.Resumed, known),
                _ => new(StartKind.Again, await AgainAsync(known, contract, cancellationToken)),
            };
        }

        var now = time.GetUtcNow();
        var record = new RunRecord
        {
            Id = id,
            Dataset = contract.Name,
            ContractVersion = contract.Version,
            Source = new(source.Key, version, source.ETag, source.Size, source.LastModified),
            Attempt = 1,
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            ProcessingDate = DateOnly.FromDateTime(now.UtcDateTime),
            Created = now,
            Updated = now,
        };
        await runs.AddAsync(record, cancellationToken);
        return new(StartKind.New, record);
    }

    /// <summary>Begins a new attempt of a run. Source time and processing date stay those of the first.</summary>
    public async Task<RunRecord> AgainAsync(RunRecord run, DatasetContract contract, CancellationToken cancellationToken)
    {
        // Whoever was cut off could not clean up behind itself.
        if (run.Status == RunStatus.Running)
            await attempts.DeleteAsync(run, result: null, cancellationToken);
        var record = run with
        {
            ContractVersion = contract.Version,
            Attempt = run.Attempt + 1,
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            Chunks = 0,
            Ledger = null,
            Verified = false,
            Warnings = [],
            Problem = null,
        };
        await runs.SaveAsync(record, cancellationToken);
        return record;
    }
}

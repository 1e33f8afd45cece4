using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

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
public sealed class RunStarts(RunRecords runs, PartCleanup attempts, TimeProvider time)
{
    public static string IdOf(DatasetContract contract, string bucket, ObjectStat source) =>
        RunId.For(contract.Name, bucket, source.Key, VersionOf(source));

    /// <param name="bucket">Names the landing store: part of the run's identity.</param>
    /// <param name="corrects">The run whose rejects the object holds, corrected.</param>
    /// <param name="sequencer">What an event said of the version's place among those of its key.</param>
    public async Task<RunStart> ForAsync(
        DatasetContract contract, string bucket, ObjectStat source, CancellationToken cancellationToken, string? sequencer = null, string? corrects = null)
    {
        var id = IdOf(contract, bucket, source);
        if (await runs.FindAsync(id, cancellationToken) is { } known)
        {
            return known switch
            {
                { Status: RunStatus.Completed, Retired: false } => new(StartKind.AlreadyDone, known),
                { Status: RunStatus.Running } => new(StartKind.Resumed, known),
                { Status: RunStatus.Suspended } => new(StartKind.Resumed, await GoOnAsync(known, cancellationToken)),
                _ => new(StartKind.Again, await AgainAsync(known, contract, cancellationToken)),
            };
        }

        var now = time.GetUtcNow();
        var record = new RunRecord
        {
            Id = id,
            Dataset = contract.Name,
            ContractVersion = contract.Version,
            Source = new(source.Key, VersionOf(source), source.ETag, source.Size, source.LastModified) { Sequencer = sequencer },
            Corrects = corrects,
            Attempt = 1,
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            ProcessingDate = DateOnly.FromDateTime(now.UtcDateTime),
            Created = now,
            Started = now,
            Updated = now,
        };
        return await runs.AddAsync(record, cancellationToken)
            ? new(StartKind.New, record)
            : new(StartKind.Resumed, await runs.GetAsync(id, cancellationToken));
    }

    /// <summary>Begins a new attempt of a run. Source time and processing date stay those of the first.</summary>
    public async Task<RunRecord> AgainAsync(RunRecord run, DatasetContract contract, CancellationToken cancellationToken)
    {
        // Whoever was cut off could not clean up behind itself.
        if (run.Status is RunStatus.Running or RunStatus.Suspended)
            await attempts.DeleteAsync(run, result: null, cancellationToken);
        var record = run with
        {
            ContractVersion = contract.Version,
            Attempt = run.Attempt + 1,
            Started = time.GetUtcNow(),
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            Chunks = 0,
            Ledger = null,
            Verified = false,
            Warnings = [],
            Problem = null,
            Cost = null,
            EarlierCost = RunCost.Sum(run.EarlierCost, run.Cost),
            Retired = false,
        };
        await runs.SaveAsync(record, cancellationToken);
        return record;
    }

    async Task<RunRecord> GoOnAsync(RunRecord held, CancellationToken cancellationToken)
    {
        var record = held with { Status = RunStatus.Running };
        await runs.SaveAsync(record, cancellationToken);
        return record;
    }

    static string VersionOf(ObjectStat source) => source.Version ?? RunSource.Unversioned(source.ETag, source.LastModified);
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
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
public sealed class RunStarts(RunRecords runs, AttemptSettlement settlement, DatasetCatalog datasets, TimeProvider time)
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
                { Status: RunStatus.Suspended } =>
                    new(StartKind.Resumed, await runs.UpdateAsync(id, new RunResumed(known.Attempt), cancellationToken)),
                _ => new(StartKind.Again, await AgainAsync(known, cancellationToken)),
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
    /// <remarks>Of a run whose record says Running nothing may be at work any more.</remarks>
    /// <exception cref="TerminalException"><c>UnknownDataset</c>, or <c>Conflict</c> where the run is suspended.</exception>
    public async Task<RunRecord> AgainAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var contract = ContractOf(run);
        await settlement.SettleAsync(run, cancellationToken);
        var attempt = run.Attempt + 1;
        await runs.Unfinished.AddAsync(UnfinishedAttempt.OfRun(run.Id, attempt), cancellationToken);
        var begun = await runs.UpdateAsync(run.Id, new AttemptBegun(attempt, contract.Version, time.GetUtcNow()), cancellationToken);
        if (run.Status == RunStatus.Running)
            await settlement.FinishAsync(begun, UnfinishedAttempt.OfRun(run.Id, run.Attempt), isIdle: true, cancellationToken);
        return begun;
    }

    /// <summary>The version of the contract that a new attempt of the run reads by.</summary>
    /// <exception cref="TerminalException"><c>UnknownDataset</c>.</exception>
    public DatasetContract ContractOf(RunRecord run) => datasets.FindAt(run.Dataset, run.Source.Time)
        ?? throw new TerminalException(
            ProblemCode.UnknownDataset, $"Run {run.Id} is of the dataset {run.Dataset}, which no longer has a contract.");

    static string VersionOf(ObjectStat source) => source.Version ?? RunSource.Unversioned(source.ETag, source.LastModified);
}

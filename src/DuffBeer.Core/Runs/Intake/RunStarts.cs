using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

public enum StartKind
{
    /// <summary>The object version had no run.</summary>
    New,

    /// <summary>An interrupted run continues where it was.</summary>
    Resumed,

    /// <summary>The run has already completed; there is nothing to do.</summary>
    AlreadyDone,

    /// <summary>A new attempt, because the run failed or a replay was requested.</summary>
    Again,
}

public sealed record RunStart(StartKind Kind, RunRecord Record);

/// <summary>An object version that needs its run.</summary>
/// <param name="Sequencer">The event's sequencer, which orders the versions of a key.</param>
/// <param name="Corrects">The run whose corrected rejects the object contains.</param>
/// <param name="AsVersion">The contract version to read it by; a completed run of another version runs again.</param>
public sealed record WantedRun(
    DatasetContract Contract, ObjectStat Source, string? Sequencer = null, string? Corrects = null, int? AsVersion = null);

/// <summary>Finds or creates the one run of an object version.</summary>
public sealed class RunStarts(RunRecords runs, AttemptSettlement settlement, DatasetCatalog datasets, TimeProvider time)
{
    const int StartsAtATime = 32;

    public static string IdOf(DatasetContract contract, string bucket, ObjectStat source) =>
        RunId.For(contract.Name, bucket, source.Key, RunSource.VersionOf(source));

    /// <param name="bucket">Name of the landing store: part of the run's identity.</param>
    /// <param name="corrects">The run whose corrected rejects the object contains.</param>
    /// <param name="sequencer">The event's sequencer, which orders the versions of a key.</param>
    /// <param name="asVersion">The contract version to read it by; a completed run of another version runs again.</param>
    public async Task<RunStart> ForAsync(
        DatasetContract contract, string bucket, ObjectStat source, CancellationToken cancellationToken, string? sequencer = null,
        string? corrects = null, int? asVersion = null)
    {
        var record = RecordOf(new(contract, source, sequencer, corrects, asVersion), bucket);
        if (await runs.FindAsync(record.Id, cancellationToken) is { } known)
            return await KnownAsync(known, asVersion, cancellationToken);
        await runs.Erasures.EnsureNoneAsync(contract.Name, cancellationToken);
        return await StartOfAsync(record, await runs.AddAsync(record, cancellationToken), cancellationToken);
    }

    /// <summary>Finds or creates the runs of different objects together, each as a single one is found or created.</summary>
    /// <returns>In the order of the objects; null for one whose run cannot start.</returns>
    public async Task<IReadOnlyList<RunStart?>> ForAllAsync(
        IReadOnlyList<WantedRun> wanted, string bucket, CancellationToken cancellationToken)
    {
        var found = await SideBySide.SelectAsync(
            wanted,
            StartsAtATime,
            (one, running) => OrNullAsync(async () =>
            {
                var record = RecordOf(one, bucket);
                return await runs.FindAsync(record.Id, running) is { } known
                    ? await KnownAsync(known, one.AsVersion, running)
                    : new RunStart(StartKind.New, record);
            }),
            cancellationToken);
        var created = found.OfType<RunStart>().Where(start => start.Kind == StartKind.New).Select(start => start.Record).ToList();
        foreach (var dataset in created.Select(record => record.Dataset).Distinct().ToList())
        {
            if (await runs.Erasures.IsSetAsync(dataset, cancellationToken))
                created.RemoveAll(record => record.Dataset == dataset);
        }

        var added = created.Zip(await runs.AddAllAsync(created, cancellationToken)).ToDictionary(
            one => one.First.Id, one => one.Second, StringComparer.Ordinal);
        return await SideBySide.SelectAsync(
            found,
            StartsAtATime,
            async (start, running) => start is not { Kind: StartKind.New, Record: var record } ? start
                : added.TryGetValue(record.Id, out var isNew) ? await StartOfAsync(record, isNew, running)
                : null,
            cancellationToken);
    }

    /// <summary>The start of a run without a record, or of the one that another caller created first.</summary>
    async Task<RunStart> StartOfAsync(RunRecord record, bool isNew, CancellationToken cancellationToken) => isNew
        ? new(StartKind.New, record)
        : new(StartKind.Resumed, await runs.GetAsync(record.Id, cancellationToken));

    async Task<RunStart> KnownAsync(RunRecord known, int? asVersion, CancellationToken cancellationToken) => known switch
    {
        { Status: RunStatus.Completed } when asVersion is not null && asVersion != known.ContractVersion =>
            new(StartKind.Again, await AgainAsync(known, cancellationToken, asVersion)),
        { Status: RunStatus.Completed, Retired: false } => new(StartKind.AlreadyDone, known),
        { Status: RunStatus.Running } => new(StartKind.Resumed, known),
        { Status: RunStatus.Suspended } =>
            new(StartKind.Resumed, await runs.UpdateAsync(known.Id, new RunResumed(known.Attempt), cancellationToken)),
        _ => new(StartKind.Again, await AgainAsync(known, cancellationToken, asVersion)),
    };

    RunRecord RecordOf(WantedRun wanted, string bucket)
    {
        var contract = wanted.AsVersion is { } named ? VersionOf(wanted.Contract, named) : wanted.Contract;
        var (source, now) = (wanted.Source, time.GetUtcNow());
        return new()
        {
            Id = IdOf(contract, bucket, source),
            Dataset = contract.Name,
            ContractVersion = contract.Version,
            AsVersion = wanted.AsVersion,
            Source = new(source.Key, RunSource.VersionOf(source), source.ETag, source.Size, source.LastModified)
            {
                Sequencer = wanted.Sequencer,
            },
            Corrects = wanted.Corrects,
            MayBatch = wanted.Corrects is null && contract.Batch is { } rule && source.Size <= rule.MaxFileBytes,
            Attempt = 1,
            Status = RunStatus.Running,
            Stage = RunStage.Inspect,
            ProcessingDate = DateOnly.FromDateTime(now.UtcDateTime),
            Created = now,
            Started = now,
            Updated = now,
        };
    }

    static async Task<RunStart?> OrNullAsync(Func<Task<RunStart>> start)
    {
        try
        {
            return await start();
        }
        catch (RunException)
        {
            return null;
        }
    }

    /// <summary>Begins a new attempt of a run. It keeps the source time and processing date of the first.</summary>
    /// <remarks>If the record says Running, the caller ensures that no activity of the run is still at work.</remarks>
    /// <param name="run">As the caller read it.</param>
    /// <param name="asVersion">The contract version to read it by; null: the one that the run was given before, if any.</param>
    /// <exception cref="TerminalException">
    /// <c>UnknownDataset</c>, or <c>Conflict</c> if the run is suspended, or has ended or been retired since the caller read it.
    /// </exception>
    public async Task<RunRecord> AgainAsync(RunRecord run, CancellationToken cancellationToken, int? asVersion = null)
    {
        asVersion ??= run.AsVersion;
        // The header is read again, so the version that it chose before does not matter.
        var contract = ContractOf(run with { AsVersion = asVersion, VersionByHeader = null });
        var settled = await settlement.SettleAsync(run, cancellationToken);
        var attempt = run.Attempt + 1;
        // Refused before anything is written, so that no entry is left of an attempt that does not begin.
        _ = RunTransitions.Apply(settled, new AttemptBegun(attempt, contract.Version, time.GetUtcNow(), asVersion));
        await runs.Unfinished.AddAsync(UnfinishedAttempt.OfRun(run.Id, attempt), cancellationToken);
        var begun = await runs.UpdateAsync(
            run.Id,
            now => now.Attempt != run.Attempt || (now.Status, now.Retired) == (settled.Status, settled.Retired)
                ? new AttemptBegun(attempt, contract.Version, time.GetUtcNow(), asVersion)
                : throw new TerminalException(
                    ProblemCode.Conflict,
                    $"Run {run.Id} has changed: it is now {(now.Retired ? "retired" : $"{now.Status}")}. Check it and try again."),
            cancellationToken);
        if (run.Status == RunStatus.Running)
            await settlement.FinishAsync(begun, UnfinishedAttempt.OfRun(run.Id, run.Attempt), isIdle: true, cancellationToken);
        return begun;
    }

    /// <summary>The contract version that the run uses.</summary>
    /// <exception cref="TerminalException"><c>UnknownDataset</c>.</exception>
    public DatasetContract ContractOf(RunRecord run)
    {
        var contract = datasets.FindAt(run.Dataset, run.Source.Time)
            ?? throw new TerminalException(
                ProblemCode.UnknownDataset, $"Run {run.Id} belongs to dataset {run.Dataset}, which no longer has a contract.");
        return (run.AsVersion ?? run.VersionByHeader) is { } version ? VersionOf(contract, version) : contract;
    }

    /// <summary>Another version of a contract.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>: there is none.</exception>
    DatasetContract VersionOf(DatasetContract contract, int version) => datasets.Find(contract.Name, version)
        ?? throw new TerminalException(
            ProblemCode.BadRequest,
            $"{contract.Name} has no version {version}; its versions are " +
            $"{string.Join(", ", datasets.VersionsOf(contract.Name).Select(known => known.Version))}.");
}

using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Decides whether an object of the lake goes, and why.</summary>
/// <remarks>The plan and each deletion ask the same question, the deletion of what the lake says then.</remarks>
sealed class Expiry(LakeRoots roots, RunStates runs, BatchStates batches, KeepTimes keep, DateTimeOffset now)
{
    /// <summary>What a file of an attempt is for.</summary>
    enum Use
    {
        /// <summary>Readers of the rows.</summary>
        Rows,

        /// <summary>People who ask what became of the run.</summary>
        Answers,

        /// <summary>The attempt itself, while it runs.</summary>
        Work,
    }

    /// <summary>Null if it stays.</summary>
    public async ValueTask<ExpiryReason?> OfAsync(ObjectStat stat, CancellationToken cancellationToken) =>
        // What is young may be part of something that is not written down yet.
        stat.LastModified > now - keep.Leftovers ? null : (stat.Key.Split('/', 2)[0] + '/') switch
        {
            LakeKeys.Batches or LakeKeys.Tables or LakeKeys.AllRejects when LakeKeys.BatchOf(stat.Key) is { } batch =>
                await OfBatchAsync(stat.Key, batch, cancellationToken),
            LakeKeys.Tables or LakeKeys.AllKeys => await OfPartAsync(stat.Key, Use.Rows, cancellationToken),
            LakeKeys.AllRejects => await OfPartAsync(stat.Key, Use.Answers, cancellationToken),
            LakeKeys.Runs => await OfRunFileAsync(stat.Key, cancellationToken),
            LakeKeys.Datasets => await OfListAsync(stat.Key, cancellationToken),
            LakeKeys.RunsByState => await OfRunAsync(LakeKeys.RunOfState(stat.Key), cancellationToken),
            LakeKeys.RunsByDay => await OfRunAsync(LakeKeys.RunOf(stat.Key), cancellationToken),
            LakeKeys.UnfinishedAttempts => await OfEntryAsync(stat.Key, cancellationToken),
            LakeKeys.Corrections => await OfRunAsync(stat.Key.Split('/')[1], cancellationToken),
            LakeKeys.Snapshots => OfSnapshot(stat.Key),
            LakeKeys.Marts => OfMart(stat.Key),
            LakeKeys.OpenTables => await OfTableFileAsync(stat.Key, cancellationToken),
            LakeKeys.Refreshes => OfRecord(LakeKeys.RefreshOf(stat.Key), roots.Refreshes.Contains, ExpiryReason.OldRefresh),
            LakeKeys.Maintenances => OfRecord(
                LakeKeys.MaintenanceOf(stat.Key), id => id == roots.Maintenance, ExpiryReason.OldMaintenance),
            _ => null,
        };

    async ValueTask<ExpiryReason?> OfPartAsync(string key, Use use, CancellationToken cancellationToken)
    {
        if (roots.Named.Contains(key))
            return null;
        if (LakeKeys.AttemptOf(key)?.Published is not { } attempt)
            return roots.IsPlanning || !key.StartsWith(LakeKeys.Tables, StringComparison.Ordinal) ? null : ExpiryReason.OldList;
        return roots.Has(attempt) && !roots.HasFilesOf(attempt) && !roots.IsUnfinished(attempt) && !roots.IsPlanning && IsOfRows(key)
            ? ExpiryReason.MergedFile
            : await OfAttemptAsync(attempt, use, cancellationToken);
    }

    /// <summary>A part or the rejects that the runs of a batch share, or one of its documents.</summary>
    async ValueTask<ExpiryReason?> OfBatchAsync(string key, string batch, CancellationToken cancellationToken)
    {
        if (roots.IsPlanning || roots.Named.Contains(key))
            return null;
        var isNeeded = key.StartsWith(LakeKeys.Tables, StringComparison.Ordinal)
            ? await batches.IsUnfinishedAsync(batch, cancellationToken)
            : await batches.IsAskedAsync(batch, cancellationToken);
        return isNeeded ? null : ExpiryReason.OldList;
    }

    /// <summary>Rows of a run, or a list of the files that have them: what a pack has as well.</summary>
    static bool IsOfRows(string key) =>
        key.StartsWith(LakeKeys.Tables, StringComparison.Ordinal) || key.StartsWith(LakeKeys.OpenTables, StringComparison.Ordinal);

    /// <summary>A list of published runs or of a pack; the manifest itself stays.</summary>
    async ValueTask<ExpiryReason?> OfListAsync(string key, CancellationToken cancellationToken) =>
        roots.IsPlanning || LakeKeys.DatasetOf(key) is not null || roots.Named.Contains(key)
            || (LakeKeys.BatchOf(key) is { } batch && await batches.IsUnfinishedAsync(batch, cancellationToken))
            ? null
            : ExpiryReason.OldList;

    async ValueTask<ExpiryReason?> OfRunFileAsync(string key, CancellationToken cancellationToken) =>
        LakeKeys.RunFileOf(key) is var (run, number, file)
            ? await OfAttemptAsync(new(run, number), file is "plan.json" or "result.json" ? Use.Answers : Use.Work, cancellationToken)
            : key.Split('/') is [_, var only, "run.json"] ? await OfRunAsync(only, cancellationToken) : null;

    async ValueTask<ExpiryReason?> OfAttemptAsync(PublishedAttempt attempt, Use use, CancellationToken cancellationToken)
    {
        if (roots.IsUnfinished(attempt))
            return null;
        if (roots.Has(attempt))
            return use == Use.Work ? ExpiryReason.FinishedWork : null;
        if (roots.IsPlanning)
            return null;
        if (await runs.OfAsync(attempt.Run, cancellationToken) is not { } run)
            return ExpiryReason.UnknownRun;
        if (attempt.Attempt < run.Attempt)
            return ExpiryReason.ReplacedAttempt;
        if (run.IsLive || attempt.Attempt > run.Attempt)
            return null;
        return use != Use.Answers ? ExpiryReason.EndedAttempt : run.IsOld ? ExpiryReason.OldRun : null;
    }

    async ValueTask<ExpiryReason?> OfRunAsync(string run, CancellationToken cancellationToken)
    {
        if (roots.HasRun(run))
            return null;
        return await runs.OfAsync(run, cancellationToken) is not { } found ? ExpiryReason.UnknownRun
            : found.IsOld ? ExpiryReason.OldRun
            : null;
    }

    /// <summary>An entry of an attempt that never began, because its process died before it wrote the record.</summary>
    async ValueTask<ExpiryReason?> OfEntryAsync(string key, CancellationToken cancellationToken) =>
        LakeKeys.UnfinishedOf(key) is var (run, attempt)
            && (await runs.OfAsync(run, cancellationToken) is not { } found || found.Attempt < attempt)
            ? ExpiryReason.UnknownRun
            : null;

    ExpiryReason? OfSnapshot(string key)
    {
        if (LakeKeys.SnapshotOf(key) is { } id)
            return IsKept(id) ? null : ExpiryReason.OldSnapshot;
        return LakeKeys.SnapshotFileOf(key) is not var (snapshot, _) || IsKept(snapshot) ? null : ExpiryReason.OldSnapshot;
    }

    bool IsKept(string snapshot) => roots.Snapshots.Contains(snapshot) || roots.Building.Contains(snapshot);

    ExpiryReason? OfMart(string key) =>
        LakeKeys.MartOf(key) is not { } mart || roots.Building.Contains(mart.Snapshot) || roots.Marts.Contains(LakeKeys.MartFolder(key))
            ? null
            : ExpiryReason.OldModel;

    async ValueTask<ExpiryReason?> OfTableFileAsync(string key, CancellationToken cancellationToken)
    {
        if (!roots.Tables.TryGetValue(LakeKeys.OpenTableOf(key), out var table) || table.Files.Contains(key))
            return null;
        if (LakeKeys.BatchOf(key) is { } batch && await batches.IsUnfinishedAsync(batch, cancellationToken))
            return null;
        return LakeKeys.AttemptOf(key) is null ? ExpiryReason.OldTableFile : await OfPartAsync(key, Use.Rows, cancellationToken);
    }

    ExpiryReason? OfRecord(string id, Func<string, bool> isNeeded, ExpiryReason reason) =>
        !TimeId.IsId(id) || TimeId.Parse(id) > now - keep.Records || isNeeded(id) ? null : reason;
}

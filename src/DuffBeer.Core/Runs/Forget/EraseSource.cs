using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Rewrites one file without the rows, and begins a new attempt of its run.</summary>
/// <remarks>
/// The write is conditional on the content that was read. Then the run's record names the new version, and the version is made known as
/// the run's, so no event and no reconcile starts a run of it.
/// </remarks>
/// <returns>The run to ingest; null if there is none, or others must be ingested first.</returns>
public sealed class EraseSource(
    Stores stores, ForgetRecords records, RunRecords runs, RunStarts starts, DatasetCatalog datasets, TimeProvider time)
    : IActivity<ForgetRows.SourceInput, string?>
{
    public async Task<string?> RunAsync(ForgetRows.SourceInput input, CancellationToken cancellationToken)
    {
        if (await records.PlanAsync(input.Id, cancellationToken) is not { } plan)
            return null;
        var planned = plan.Sources![input.Source];
        var run = planned.Run is null ? null : await runs.GetAsync(planned.Run, cancellationToken);
        if (planned.Rows > 0)
            run = await EraseAsync(new(datasets, plan.Request), planned, run, cancellationToken);
        if (run is null || !planned.IsAgain)
            return null;
        if (run.Attempt == planned.Attempt)
        {
            if (await MustWaitAsync(plan, input.Source, cancellationToken))
                return null;
            run = await starts.AgainAsync(run, cancellationToken);
        }
        // Reconcile leaves a failed attempt of a published run alone.
        else if (!run.Retired && OutageRetry.DueAt(run) <= time.GetUtcNow())
            run = await starts.AgainAsync(run, cancellationToken);

        return run.Id;
    }

    /// <summary>
    /// Where a key must be unique, the first file that has it keeps it: so runs are ingested again one by one, in their order.
    /// </summary>
    async Task<bool> MustWaitAsync(ForgetPlan plan, int source, CancellationToken cancellationToken)
    {
        if (datasets.Find(plan.Request.Dataset)?.OnDuplicateKey != DuplicateKeys.Reject)
            return false;
        foreach (var before in plan.Sources!.Take(source).Where(before => before.IsAgain))
        {
            var run = await runs.GetAsync(before.Run!, cancellationToken);
            if (run.Attempt == before.Attempt || run.Status is RunStatus.Running or RunStatus.Suspended)
                return true;
        }

        return false;
    }

    async Task<RunRecord?> EraseAsync(
        ErasableFile file, PlannedSource planned, RunRecord? run, CancellationToken cancellationToken)
    {
        var store = run?.Corrects is null ? stores.Landing : stores.Lake;
        var key = run?.Corrects is null || run.Source.Version is not { } version ? planned.Key : LakeKeys.Correction(run.Corrects, version);
        var stat = await StatAsync(store, key, cancellationToken);
        var isRecorded = run is not null && IsSourceOf(run, stat) && stat.ETag != planned.ETag;
        if (!isRecorded && stat.ETag != planned.ETag)
        {
            var there = await file.FindAsync(store, stat, run, cancellationToken);
            if (there is null || planned.Content != await ErasableFile.CopyAsync(
                store, there with { Rows = [] }, Stream.Null, cancellationToken))
            {
                throw new TerminalException(
                    ProblemCode.Conflict,
                    $"{planned.Key} was replaced while rows were erased from it. Retire its run {run?.Id}, then forget again.");
            }

            run = await RecordAsync(run, stat, planned.Rows, cancellationToken);
        }
        else if (isRecorded)
            await KnowAsync(run!, stat, cancellationToken);

        // Once more, because lines that follow a faulty one may be read differently without the lines that went.
        while (await file.FindAsync(store, stat, run, cancellationToken) is { Rows.Count: > 0 } found)
        {
            stat = await WriteAsync(store, found, run, cancellationToken);
            run = await RecordAsync(run, stat, found.Rows.Count, cancellationToken);
        }

        return run;
    }

    /// <summary>Corrected rows are named by their content, so without the rows they are another object.</summary>
    static async Task<ObjectStat> WriteAsync(
        IObjectStore store, ErasableFile.Found found, RunRecord? run, CancellationToken cancellationToken)
    {
        var (key, condition) = (found.Stat.Key, WriteCondition.IfMatch(found.Stat.ETag));
        if (run?.Corrects is { } original)
        {
            var content = await ErasableFile.CopyAsync(store, found, Stream.Null, cancellationToken);
            (key, condition) = (LakeKeys.Correction(original, RunCorrections.VersionOf(content)), WriteCondition.None);
        }

        await using var upload = await store.CreateAsync(key, condition, cancellationToken);
        await ErasableFile.CopyAsync(store, found, upload.Body, cancellationToken);
        return await upload.CommitAsync(cancellationToken)
            ?? throw new TransientException(ProblemCode.SourceChanged, $"{key} was replaced while rows were erased from it.");
    }

    async Task<RunRecord?> RecordAsync(RunRecord? run, ObjectStat stat, long rows, CancellationToken cancellationToken)
    {
        if (run is null)
        {
            await stores.Landing.DeleteOldVersionsAsync(stat, cancellationToken);
            return null;
        }

        var source = run.Source.As(stat);
        if (run.Corrects is not null)
            source = source with { Version = LakeKeys.CorrectionOf(stat.Key)!.Value.Version };
        await KnowAsync(run, stat, source.Version, cancellationToken);
        return await runs.UpdateAsync(run.Id, now => new RowsErased(now.Attempt, source, rows, time.GetUtcNow()), cancellationToken);
    }

    Task KnowAsync(RunRecord run, ObjectStat stat, CancellationToken cancellationToken) =>
        KnowAsync(run, stat, run.Source.Version, cancellationToken);

    async Task KnowAsync(RunRecord run, ObjectStat stat, string version, CancellationToken cancellationToken)
    {
        await runs.AddAliasAsync(RunId.For(run.Dataset, stores.Bucket, run.Source.Key, version), run, cancellationToken);
        if (run.Corrects is null)
            await stores.Landing.DeleteOldVersionsAsync(stat, cancellationToken);
    }

    static bool IsSourceOf(RunRecord run, ObjectStat stat) => run.Corrects is null
        ? RunSource.VersionOf(stat) == run.Source.Version
        : LakeKeys.CorrectionOf(stat.Key)?.Version == run.Source.Version;

    static async Task<ObjectStat> StatAsync(IObjectStore store, string key, CancellationToken cancellationToken) =>
        await store.StatAsync(key, cancellationToken)
        ?? throw new TerminalException(
            ProblemCode.SourceMissing, $"{key} was deleted while rows were to be erased from it. Retire its run, then forget again.");
}

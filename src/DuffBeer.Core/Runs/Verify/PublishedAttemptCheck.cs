using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>A published attempt, as a manifest or a snapshot names it.</summary>
/// <param name="Rows">Its accepted rows and its rejects, as a manifest counts them; null in a snapshot.</param>
sealed record NamedAttempt(string Dataset, PublishedRun Run, (long Accepted, long Rejected)? Rows)
{
    public static NamedAttempt Of(string dataset, ManifestEntry entry) => new(dataset, entry.ToPublished(), (entry.Rows, entry.Rejected));
}

/// <summary>Checks a published attempt: its result against its receipt, its files against the result, its source, and its record.</summary>
sealed class PublishedAttemptCheck(Stores stores, LakeFiles files, BatchFiles batches, Tally tally)
{
    readonly SourceCheck _sources = new(stores, tally);

    public async Task RunAsync(NamedAttempt named, List<Finding> found, CancellationToken cancellationToken)
    {
        var (dataset, run, rows) = named;
        var attempt = $"{run.RunId}/a{run.Attempt}";
        // A snapshot from before a merge names files of the run itself, and the manifest a pack.
        var (isNew, hasFiles) = (tally.IsFirst(attempt), run.Pack is null && tally.IsFirst($"files of {attempt}"));
        if (!isNew && !hasFiles)
            return;
        var of = new Concern(dataset, run.RunId, null, rows is { } known ? $"{known.Accepted} rows of {dataset}" : $"rows of {dataset}");
        if (isNew)
            tally.CountRun(run.RunId, run.Receipt is not null);
        if (await JudgedAsync(run, dataset, of, found, cancellationToken) is not { } judged)
        {
            foreach (var part in run.Parts ?? [])
                await files.CheckAsync(part.Key, part.Bytes, null, of, found, cancellationToken);
            return;
        }

        var result = judged.Result;
        CheckReceipt(run, judged, of, found);
        CheckLedger(named, judged, of, found);
        if (hasFiles)
        {
            foreach (var part in result.Parts)
                await files.CheckAsync(part.Key, part.Bytes, part.Digest, of, found, cancellationToken);
        }

        if (!isNew)
            return;
        foreach (var part in result.Rejects.Where(part => !part.IsShared || tally.IsFirst(part.Key)))
            await files.CheckAsync(part.Key, null, part.Digest, of, found, cancellationToken);
        foreach (var part in result.Keys ?? [])
            await files.CheckAsync(part.Key, part.Bytes, part.Digest, of, found, cancellationToken);
        var record = await CheckRecordAsync(run, result, of, found, cancellationToken);
        // Rows are being erased, or were: the attempts before read a file that is no longer there.
        if (record?.Erased?.Since > run.Attempt)
            tally.Count(counts => counts with { SourcesReplaced = counts.SourcesReplaced + 1 });
        else if (result.Receipt is { } receipt)
            await _sources.RunAsync(receipt.Source, run.SourceTime, of, found, cancellationToken);
    }

    /// <summary>Null if there is no result that can be compared.</summary>
    async Task<JudgedAttempt?> JudgedAsync(
        PublishedRun run, string dataset, Concern of, List<Finding> found, CancellationToken cancellationToken)
    {
        if (run.Batch is { } batch)
        {
            if (await batches.FindAsync(batch, dataset, cancellationToken) is not { Value: var all } result)
                return null;
            if (all.Find(run.RunId, run.Attempt) is { Ledger: not null } own)
                return new(LakeKeys.BatchResult(batch), all.ToResult(own), result.Seal is not null, IsBatched: true, all.PackOf(own));
            found.Add(new(FindingKind.NotBound, LakeKeys.BatchResult(batch), "The batch has no result of the run.", of));
            return null;
        }

        var key = LakeKeys.Result(run.RunId, run.Attempt);
        // What is needed to read the rows must be there, whatever the release.
        var isNeeded = run.Receipt is not null || (run.Parts is null && run.Pack is null);
        return await files.ReadAsync(key, RunJson.Default.RunResult, of, found, cancellationToken, isNeeded) is { } document
            ? new(key, document.Value, document.Seal is not null, IsBatched: false)
            : null;
    }

    static void CheckReceipt(PublishedRun run, JudgedAttempt judged, Concern of, List<Finding> found)
    {
        var (key, result) = (judged.Key, judged.Result);
        if ((result.RunId, result.Attempt) != (run.RunId, run.Attempt))
            found.Add(new(FindingKind.NotBound, key, $"The result is that of attempt {result.Attempt} of run {result.RunId}.", of));
        if (result.Receipt is not { } receipt)
        {
            if (run.Receipt is not null)
                found.Add(new(FindingKind.NotBound, key, "The result has no receipt, but its run is published with one.", of));
            return;
        }

        if (!judged.IsSealed)
            found.Add(new(FindingKind.NotBound, key, "The result has a receipt, but no seal.", of));
        if (receipt.RootOf(result, judged.Pack) != receipt.Root)
            found.Add(new(FindingKind.Changed, key, "The receipt's root is not that of the result's ledger and files.", of));
        if (run.Receipt is { } published && published != receipt.Root)
            found.Add(new(FindingKind.NotBound, key, "The receipt is not the one that the run is published with.", of));
    }

    static void CheckLedger(NamedAttempt named, JudgedAttempt judged, Concern of, List<Finding> found)
    {
        var (key, result, ledger) = (judged.Key, judged.Result, judged.Result.Ledger);
        if (!ledger.AddsUp)
            found.Add(new(
                FindingKind.Unbalanced, key,
                $"{ledger.RowsRead} rows were read, but {ledger.Accepted} accepted, {ledger.Rejected} rejected and "
                    + $"{ledger.Erased} erased.",
                of));
        if (!judged.IsBatched && result.Parts.Sum(part => part.Rows) is var rows && rows != ledger.Accepted)
            found.Add(new(FindingKind.Unbalanced, key, $"The files have {rows} rows, but {ledger.Accepted} were accepted.", of));
        if (result.Rejects.Sum(part => part.Rows) is var rejects && rejects != ledger.Rejected)
            found.Add(new(FindingKind.Unbalanced, key, $"The files have {rejects} rejects, but {ledger.Rejected} were counted.", of));
        if (named.Rows is { } published && published != (ledger.Accepted, ledger.Rejected))
            found.Add(new(
                FindingKind.Unbalanced, key,
                $"The manifest counts {published.Accepted} rows and {published.Rejected} rejects, the ledger {ledger.Accepted} and "
                    + $"{ledger.Rejected}.",
                of));
        if (named.Run.Parts is { } listed
            && !listed.Select(Plain).SequenceEqual(result.Parts.Select(Plain)))
            found.Add(new(FindingKind.NotBound, key, "The run is published with other files than its result names.", of));

        static (string Key, string Partition, long Rows, long Bytes) Plain(Part part) => (part.Key, part.Partition, part.Rows, part.Bytes);
    }

    /// <summary>The record shows the same counts, unless it is about a newer attempt.</summary>
    /// <returns>Null if the record is missing or damaged.</returns>
    async Task<RunRecord?> CheckRecordAsync(
        PublishedRun run, RunResult result, Concern of, List<Finding> found, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Run(run.RunId);
        if (await files.ReadAsync(key, RunJson.Default.RunRecord, of, found, cancellationToken) is not { Value: var record } document)
            return null;
        if (record.Id != run.RunId)
            found.Add(new(FindingKind.NotBound, key, $"The record is that of run {record.Id}.", of));
        if (record.Receipt is not null && document.Seal is null)
            found.Add(new(FindingKind.NotBound, key, "The record names a receipt, but has no seal.", of));
        if (record.Attempt != run.Attempt || record.Ledger is not { } ledger)
            return record;
        if (Counts(ledger) != Counts(result.Ledger))
            found.Add(new(FindingKind.Unbalanced, key, "The record shows other counts than the result.", of));
        // A run whose batch was interrupted after the publication was judged again, and its record shows that receipt.
        var isJudgedAgain = record.Batches?.GetValueOrDefault(run.Attempt) != run.Batch;
        if (!isJudgedAgain && record.Receipt is { } shown && shown != result.Receipt?.Root)
            found.Add(new(FindingKind.NotBound, key, "The record shows another receipt than the result.", of));
        return record;

        static (long, long, long, long, long, long) Counts(RowLedger ledger) =>
            (ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines, ledger.RepeatedKeys, ledger.Erased);
    }
}

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
sealed class PublishedAttemptCheck(Stores stores, LakeFiles files, Tally tally)
{
    readonly SourceCheck _sources = new(stores, tally);

    public async Task RunAsync(NamedAttempt named, List<Finding> found, CancellationToken cancellationToken)
    {
        var (dataset, run, rows) = named;
        if (!tally.IsFirst($"{run.RunId}/a{run.Attempt}"))
            return;
        var of = new Concern(dataset, run.RunId, null, rows is { } known ? $"{known.Accepted} rows of {dataset}" : $"rows of {dataset}");
        tally.Count(counts => counts with
        {
            Runs = counts.Runs + 1, WithoutReceipt = counts.WithoutReceipt + (run.Receipt is null ? 1 : 0),
        });
        var key = LakeKeys.Result(run.RunId, run.Attempt);
        // What is needed to read the rows must be there, whatever the release.
        var isNeeded = run.Receipt is not null || (run.Parts is null && run.Pack is null);
        var document = await files.ReadAsync(key, RunJson.Default.RunResult, of, found, cancellationToken, isNeeded);
        if (document is not { Value: var result })
        {
            foreach (var part in run.Parts ?? [])
                await files.CheckAsync(part.Key, part.Bytes, null, of, found, cancellationToken);
            return;
        }

        CheckReceipt(run, result, document.Seal is not null, key, of, found);
        CheckLedger(named, result, key, of, found);
        if (run.Pack is null)
        {
            foreach (var part in result.Parts)
                await files.CheckAsync(part.Key, part.Bytes, part.Digest, of, found, cancellationToken);
        }

        foreach (var part in result.Rejects)
            await files.CheckAsync(part.Key, null, part.Digest, of, found, cancellationToken);
        foreach (var part in result.Keys ?? [])
            await files.CheckAsync(part.Key, part.Bytes, part.Digest, of, found, cancellationToken);
        if (result.Receipt is { } receipt)
            await _sources.RunAsync(receipt.Source, run.SourceTime, of, found, cancellationToken);
        await CheckRecordAsync(run, result, of, found, cancellationToken);
    }

    static void CheckReceipt(PublishedRun run, RunResult result, bool isSealed, string key, Concern of, List<Finding> found)
    {
        if ((result.RunId, result.Attempt) != (run.RunId, run.Attempt))
            found.Add(new(FindingKind.NotBound, key, $"The result is that of attempt {result.Attempt} of run {result.RunId}.", of));
        if (result.Receipt is not { } receipt)
        {
            if (run.Receipt is not null)
                found.Add(new(FindingKind.NotBound, key, "The result has no receipt, but its run is published with one.", of));
            return;
        }

        if (!isSealed)
            found.Add(new(FindingKind.NotBound, key, "The result has a receipt, but no seal.", of));
        if (receipt.RootOf(result) != receipt.Root)
            found.Add(new(FindingKind.Changed, key, "The receipt's root is not that of the result's ledger and files.", of));
        if (run.Receipt is { } published && published != receipt.Root)
            found.Add(new(FindingKind.NotBound, key, "The receipt is not the one that the run is published with.", of));
    }

    static void CheckLedger(NamedAttempt named, RunResult result, string key, Concern of, List<Finding> found)
    {
        var ledger = result.Ledger;
        if (!ledger.AddsUp)
            found.Add(new(
                FindingKind.Unbalanced, key,
                $"{ledger.RowsRead} rows were read, but {ledger.Accepted} accepted and {ledger.Rejected} rejected.", of));
        if (result.Parts.Sum(part => part.Rows) is var rows && rows != ledger.Accepted)
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
    async Task CheckRecordAsync(
        PublishedRun run, RunResult result, Concern of, List<Finding> found, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Run(run.RunId);
        if (await files.ReadAsync(key, RunJson.Default.RunRecord, of, found, cancellationToken) is not { Value: var record } document)
            return;
        if (record.Id != run.RunId)
            found.Add(new(FindingKind.NotBound, key, $"The record is that of run {record.Id}.", of));
        if (record.Receipt is not null && document.Seal is null)
            found.Add(new(FindingKind.NotBound, key, "The record names a receipt, but has no seal.", of));
        if (record.Attempt != run.Attempt || record.Ledger is not { } ledger)
            return;
        if (Counts(ledger) != Counts(result.Ledger))
            found.Add(new(FindingKind.Unbalanced, key, "The record shows other counts than the result.", of));
        if (record.Receipt is { } shown && shown != result.Receipt?.Root)
            found.Add(new(FindingKind.NotBound, key, "The record shows another receipt than the result.", of));

        static (long, long, long, long, long) Counts(RowLedger ledger) =>
            (ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines, ledger.RepeatedKeys);
    }
}

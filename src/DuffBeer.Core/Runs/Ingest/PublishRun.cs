using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Publishes a judged attempt's rows and retires those they replace, with one conditional write of the dataset's manifest.
/// </summary>
/// <remarks>
/// There may be nothing to publish: no rows, or a newer version of the key is already published. The write that publishes also checks the
/// manifest's fences, so an attempt is either published or ended, never both. False if rows were published meanwhile that may have the same
/// keys: they must be compared first. The dataset's table for other engines follows.
/// </remarks>
public sealed class PublishRun(
    IObjectStore lake, DatasetManifests manifests, RunRecords runs, DatasetCatalog datasets, PublishedTables tables, TimeProvider time)
    : IActivity<IngestFile.Input, bool>
{
    public async Task<bool> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var found = await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken);
        var record = found.Value;
        if (record.Stage != RunStage.Publish)
            throw new TerminalException(
                ProblemCode.Conflict, $"Attempt {input.Attempt} of run {input.RunId} was not judged; nothing is published.");
        var ledger = record.Ledger!;
        if (ledger.RowsRead == 0)
            return true;

        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var repeats = contract.OnDuplicateKey == DuplicateKeys.Reject
            ? await KeyRepeats.ReadAsync(lake, input.RunId, input.Attempt, input.Round, cancellationToken)
            : null;
        var result = await runs.ResultAsync(input.RunId, input.Attempt, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, $"The result of the judged run {input.RunId} is missing from the lake.");
        // A late copy of this activity must not publish what a later comparison of keys has replaced.
        if (result.Round > input.Round)
            throw new TerminalException(ProblemCode.Conflict, $"Attempt {input.Attempt} of run {input.RunId} was judged again since.");
        var run = ManifestEntry.Of(record, ledger, time.GetUtcNow()).With(result.Parts) with { Receipt = result.Receipt?.Root };
        if (await PublishAsync(run, contract.OnReupload, record.Dataset, repeats, cancellationToken) is not { } published)
            return false;
        RunChange change = published ? new RowsPublished(input.Attempt) : new PublicationSkipped(input.Attempt, NotPublished(record));
        await runs.UpdateAsync(input.RunId, change, cancellationToken, found);
        if (published)
            await tables.TryFollowAsync(record.Dataset, cancellationToken);
        return true;
    }

    /// <summary>The warning of a run whose rows came too late.</summary>
    internal const string Superseded = "A newer version of the file is published already; these rows were not.";

    static string NotPublished(RunRecord record) => record.Corrects is { } original
        ? $"Run {original} is no longer published, or has a newer correction; these rows were not published."
        : Superseded;

    /// <param name="repeats">What the comparison of keys found; null if keys may repeat.</param>
    /// <returns>Whether the attempt is published; null if its keys must be compared again.</returns>
    async Task<bool?> PublishAsync(
        ManifestEntry run, Reupload onReupload, string dataset, KeyRepeats? repeats, CancellationToken cancellationToken)
    {
        var isOutdated = false;
        var visible = await manifests.UpdateAsync(
            dataset,
            // Rows of any run may have the same keys.
            repeats is null ? [run.SourceKey] : null,
            FormattableString.Invariant($"{run.RunId}/a{run.Attempt}"),
            current =>
            {
                isOutdated = false;
                // An earlier try of this activity wrote it, and only the acknowledgement was lost.
                if (current.Has(run.RunId, run.Attempt))
                    return current;
                // An end that was recorded was found before; this one was interrupted, so reconcile tries the run again.
                if (current.IsFenced(run.RunId, run.Attempt))
                    throw new TransientException(
                        ProblemCode.StoreUnavailable,
                        $"Attempt {run.Attempt} of run {run.RunId} publishes nothing: its end had begun when a process or a store failed.");
                var next = current.With(run, onReupload);
                isOutdated = next is not null && repeats is not null && !ComparedKeys.Covers(repeats, current, next, run.RunId);
                return isOutdated ? current : next;
            },
            cancellationToken);
        return isOutdated ? null : visible.Has(run.RunId, run.Attempt);
    }
}

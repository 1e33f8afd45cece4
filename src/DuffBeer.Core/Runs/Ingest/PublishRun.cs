using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Publishes a judged attempt's rows and retires those they replace, with one conditional write of the dataset's manifest.
/// </summary>
/// <remarks>
/// False if there was nothing to publish: no rows, or a newer version of the key is already published. The write that publishes also checks
/// the manifest's fences, so an attempt is either published or ended, never both.
/// </remarks>
public sealed class PublishRun(IObjectStore lake, RunRecords runs, DatasetCatalog datasets, TimeProvider time)
    : IActivity<IngestFile.Input, bool>
{
    readonly DatasetManifests _manifests = new(lake, time);

    public async Task<bool> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var found = await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken);
        var record = found.Value;
        if (record.Stage != RunStage.Publish)
            throw new TerminalException(
                ProblemCode.Conflict, $"Attempt {input.Attempt} of run {input.RunId} was not judged; nothing is published.");
        var ledger = record.Ledger!;
        if (ledger.RowsRead == 0)
            return false;

        var run = new ManifestEntry(
            record.Id, record.Attempt, record.Source.Key, record.Source.Version, record.Source.Time, record.ProcessingDate,
            ledger.Accepted, ledger.Rejected, time.GetUtcNow())
        {
            Sequencer = record.Source.Sequencer,
            Corrects = record.Corrects,
        };
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var published = await PublishAsync(run, contract.OnReupload, record.Dataset, cancellationToken);
        RunChange change = published ? new RowsPublished(input.Attempt) : new PublicationSkipped(input.Attempt, NotPublished(record));
        await runs.UpdateAsync(input.RunId, change, cancellationToken, found);
        return published;
    }

    static string NotPublished(RunRecord record) => record.Corrects is { } original
        ? $"Run {original} is no longer published, or has a newer correction; these rows were not published."
        : "A newer version of the file is published already; these rows were not.";

    async Task<bool> PublishAsync(ManifestEntry run, Reupload onReupload, string dataset, CancellationToken cancellationToken)
    {
        var manifest = await _manifests.UpdateAsync(
            dataset,
            current =>
            {
                // An earlier try of this activity wrote it, and only the acknowledgement was lost.
                if (current is not null && current.Has(run.RunId, run.Attempt))
                    return current;
                if (current is not null && current.IsFenced(run.RunId, run.Attempt))
                    throw new TerminalException(
                        ProblemCode.Conflict, $"Attempt {run.Attempt} of run {run.RunId} was ended before it was published.");
                return (current ?? DatasetManifest.Empty(dataset)).With(run, onReupload);
            },
            cancellationToken);
        return manifest is not null && manifest.Has(run.RunId, run.Attempt);
    }
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Makes a judged attempt's rows visible and retires what they replace, by one conditional write of the dataset's manifest.</summary>
/// <remarks>False where there was nothing to publish: no rows, or a newer version of the key is there already.</remarks>
public sealed class PublishRun(IObjectStore lake, RunRecords runs, DatasetCatalog datasets, TimeProvider time)
    : IActivity<IngestFile.Input, bool>
{
    public async Task<bool> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var record = await runs.UnderWayAsync(input, cancellationToken);
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
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
        var published = await PublishAsync(run, contract.OnReupload, record.Dataset, cancellationToken);
        await runs.SaveAsync(
            published
                ? record with { Published = true }
                : record with { Warnings = [.. record.Warnings, NotPublished(record)] },
            cancellationToken);
        return published;
    }

    static string NotPublished(RunRecord record) => record.Corrects is { } original
        ? $"Run {original} is not published any more, or a newer correction of it is; these rows were not."
        : "A newer version of the file is published already; these rows were not.";

    async Task<bool> PublishAsync(ManifestEntry run, Reupload onReupload, string dataset, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Dataset(dataset);
        while (true)
        {
            var current = await lake.ReadAsync(key, RunJson.Default.DatasetManifest, cancellationToken);
            var manifest = current?.Value ?? DatasetManifest.Empty(dataset);
            // The same attempt is there: an earlier try of this activity wrote it, and only its acknowledgement was lost.
            if (manifest.Runs.Any(published => published.RunId == run.RunId && published.Attempt == run.Attempt))
                return true;
            if (manifest.With(run, onReupload) is not { } next)
                return false;

            var condition = current is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(current.ETag);
            if (await lake.WriteAsync(key, next, RunJson.Default.DatasetManifest, condition, cancellationToken))
                return true;
        }
    }
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Publishes the rows of a batch with one conditional write of the dataset's manifest: those of all its runs, or none.</summary>
/// <remarks>
/// False if a run may no longer be published: it was suspended or ended, or a newer version of its file was published meanwhile. Its rows
/// must not stay in the shared parts, so the batch is made again without it. The write checks fences and versions for each run just as the
/// publication of a single run does.
/// </remarks>
public sealed class PublishBatch(
    IObjectStore lake, DatasetManifests manifests, RunRecords runs, DatasetCatalog datasets, PublishedTables tables, TimeProvider time)
    : IActivity<IngestBatch.Input, bool>
{
    readonly RunBatches _batches = new(lake, runs, datasets);
    readonly BatchResults _results = new(lake);

    public async Task<bool> RunAsync(IngestBatch.Input input, CancellationToken cancellationToken)
    {
        var result = await _results.GetAsync(input.Result, cancellationToken);
        if (result.Pack is not { } pack)
            return true;
        // An earlier try wrote it, and only the acknowledgement was lost.
        var root = await manifests.ReadAsync(result.Dataset, cancellationToken);
        if (root.Packs?.Any(other => other.Id == result.Id) ?? false)
            return true;
        var packed = result.Packed.ToList();
        var records = await _batches.RunningAsync([.. packed.Select(run => run.Member)], cancellationToken);
        if (records.Count < packed.Count)
            return false;

        if (!await PublishAsync(result.Dataset, pack, Publications(records, packed, pack), cancellationToken))
            return false;
        await tables.TryFollowAsync(result.Dataset, cancellationToken);
        return true;
    }

    sealed record Publication(RunRecord Record, ManifestEntry Entry, Reupload OnReupload);

    List<Publication> Publications(IReadOnlyList<RunRecord> records, IReadOnlyList<BatchedRun> packed, RunPack pack)
    {
        var now = time.GetUtcNow();
        return
        [
            .. records.Zip(packed, (record, run) => new Publication(
                record,
                ManifestEntry.Of(record, run.Ledger!, now).In(pack) with { Batch = pack.Id, Receipt = run.Receipt?.Root },
                datasets.Find(record.Dataset, run.VersionByHeader ?? record.ContractVersion)!.OnReupload)),
        ];
    }

    /// <summary>False, and nothing is published, if a run may not be.</summary>
    async Task<bool> PublishAsync(string dataset, RunPack pack, List<Publication> all, CancellationToken cancellationToken)
    {
        var isOutdated = false;
        await manifests.UpdateAsync(
            dataset,
            [.. all.Select(one => one.Entry.SourceKey).Distinct(StringComparer.Ordinal)],
            pack.Id,
            current =>
            {
                isOutdated = false;
                if (current.Packs.Any(other => other.Id == pack.Id))
                    return null;
                var next = new KeyedRuns(current.Runs);
                isOutdated = !all.TrueForAll(
                    one => !next.IsFenced(one.Record) && !next.Has(one.Record) && next.TryAdd(one.Entry, one.OnReupload));
                return isOutdated ? null : new(next.ToSet(), [.. current.Packs, pack]);
            },
            cancellationToken);
        return !isOutdated;
    }
}

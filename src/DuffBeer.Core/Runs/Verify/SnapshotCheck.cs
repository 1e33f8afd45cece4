using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>
/// Checks a snapshot: its document against its receipt, the files of its models, and the runs that no manifest names any more.
/// </summary>
/// <param name="published">Dataset → the version that is checked already: <see cref="DatasetCheck.ListingOf"/>.</param>
sealed class SnapshotCheck(
    IObjectStore lake, LakeFiles files, PublishedAttemptCheck attempts, DatasetCheck datasets, Tally tally,
    IReadOnlyDictionary<string, string> published)
{
    /// <param name="key">The snapshot's document.</param>
    /// <param name="receipt">The root that the pointer names, empty if it names none; null if it points to another snapshot.</param>
    /// <param name="isNamed">
    /// Whether something still names the snapshot: maintenance may have deleted it while it was checked. Null to look for its document.
    /// </param>
    public async Task RunAsync(
        string id, string key, string? receipt, Func<Task<bool>>? isNamed, CancellationToken cancellationToken)
    {
        var (of, found) = (Concern.OfSnapshot(id), new List<Finding>());
        if (await files.ReadAsync(key, SnapshotJson.Default.Snapshot, of, found, cancellationToken) is { Value: var snapshot } document)
        {
            tally.CountSnapshot(id, snapshot.Receipt is not null);
            if (snapshot.Id != id)
                found.Add(new(FindingKind.NotBound, key, $"The document is that of snapshot {snapshot.Id}.", of));
            if (snapshot.Receipt is not null && document.Seal is null)
                found.Add(new(FindingKind.NotBound, key, "The snapshot has a receipt, but no seal.", of));
            if (snapshot.Receipt is { } own && own != SnapshotReceipt.RootOf(snapshot))
                found.Add(new(FindingKind.Changed, key, "The receipt's root is not that of the snapshot's datasets and models.", of));
            if (receipt is not null && (snapshot.Receipt ?? "") != receipt)
                found.Add(new(FindingKind.NotBound, key, "The snapshot's receipt is not the one that the pointer names.", of));
            await CheckModelsAsync(snapshot, found, cancellationToken);
            foreach (var (dataset, version) in snapshot.Datasets)
            {
                // A manifest stays even if all its runs are retired.
                if (receipt is not null && version.Count > 0
                    && await lake.StatAsync(LakeKeys.Dataset(dataset), cancellationToken) is null)
                    found.Add(new(
                        FindingKind.Missing, LakeKeys.Dataset(dataset), "The manifest is not in the lake.", Concern.OfDataset(dataset)));
                await CheckAsync(id, dataset, version, found, cancellationToken);
            }
        }

        if (found.Count > 0 && await (isNamed?.Invoke() ?? IsThereAsync(key, cancellationToken)))
            tally.Add(found);
    }

    async Task<bool> IsThereAsync(string key, CancellationToken cancellationToken) =>
        await lake.StatAsync(key, cancellationToken) is not null;

    async Task CheckModelsAsync(Snapshot snapshot, List<Finding> found, CancellationToken cancellationToken)
    {
        foreach (var (name, model) in snapshot.Models)
        {
            var of = new Concern(null, null, snapshot.Id, $"model {name}: {model.Rows} rows");
            foreach (var (index, part) in model.Parts.Index())
            {
                // Snapshots share versions of models. One that is damaged is reported once, for the snapshot that is checked first.
                if (tally.IsFirst(part))
                    await files.CheckAsync(part, null, model.Digests?.ElementAtOrDefault(index), of, found, cancellationToken);
            }
        }
    }

    async Task CheckAsync(
        string snapshot, string dataset, DatasetVersion version, List<Finding> found, CancellationToken cancellationToken)
    {
        if (published.GetValueOrDefault(dataset) == DatasetCheck.ListingOf(version))
            return;
        if (version.Segments is null && RunFingerprint.Of(version.Runs).ToString() != version.Fingerprint)
            found.Add(new(
                FindingKind.NotBound, LakeKeys.Snapshot(snapshot), $"The runs of {dataset} are not those of its fingerprint.",
                Concern.OfSnapshot(snapshot)));
        foreach (var segment in version.Segments ?? [])
            await datasets.CheckAsync(dataset, segment, null, null, cancellationToken);
        foreach (var pack in version.Packs ?? [])
            await datasets.CheckAsync(dataset, pack, null, cancellationToken);
        var gone = await SideBySide.SelectAsync(version.Runs, VerifyLake.ReadsAtATime, async (run, running) =>
        {
            var own = new List<Finding>();
            await attempts.RunAsync(new(dataset, run, null), own, running);
            return own.Select(one => one with { Of = one.Of with { Snapshot = snapshot } });
        }, cancellationToken);
        found.AddRange(gone.SelectMany(own => own));
    }
}

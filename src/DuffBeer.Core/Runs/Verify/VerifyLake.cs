using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>
/// Checks a lake from nothing but its files: from manifests and pointers over receipts to the bytes of sources, files and models.
/// </summary>
/// <remarks>
/// Memory does not grow with the data: files are streamed, and of what is checked already 16 bytes are kept. Nothing is written.
/// </remarks>
/// <param name="reader">Counts the rows of runs that share files.</param>
public sealed class VerifyLake(Stores stores, IPartReader reader)
{
    internal const int ReadsAtATime = 4;

    IObjectStore Lake => stores.Lake;

    internal static ParallelOptions Reading(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };

    /// <param name="name">A dataset, a run, or a snapshot by id or name; null for all that is published.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>: nothing published has the name.</exception>
    public async Task<VerifyResult> RunAsync(string? name, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var files = new LakeFiles(Lake, tally);
        var attempts = new PublishedAttemptCheck(stores, files, new(files, tally), tally);
        var datasets = new DatasetCheck(Lake, reader, files, attempts, tally);
        if (name is null)
            await CheckAllAsync(tally, files, attempts, datasets, cancellationToken);
        else if (await Lake.StatAsync(LakeKeys.Dataset(name), cancellationToken) is not null)
            await datasets.RunAsync(name, null, cancellationToken);
        else if (await KeyOfSnapshotAsync(name, cancellationToken) is var (id, key))
            await Snapshot(new Dictionary<string, string>()).RunAsync(id, key, null, null, cancellationToken);
        else
            await CheckRunAsync(name, datasets, cancellationToken);
        return tally.Result();

        SnapshotCheck Snapshot(IReadOnlyDictionary<string, string> published) =>
            new(Lake, files, attempts, datasets, tally, published);
    }

    async Task CheckAllAsync(
        Tally tally, LakeFiles files, PublishedAttemptCheck attempts, DatasetCheck datasets, CancellationToken cancellationToken)
    {
        var published = new Dictionary<string, string>();
        await foreach (var stat in Lake.ListAsync(LakeKeys.Datasets, cancellationToken))
        {
            if (LakeKeys.DatasetOf(stat.Key) is { } dataset
                && await datasets.RunAsync(dataset, null, cancellationToken) is { } listing)
                published[dataset] = listing;
        }

        var found = new List<Finding>();
        var of = new Concern(null, null, null, "what readers see");
        var pointer = await files.ReadAsync(
            LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, of, found, cancellationToken, isNeeded: false);
        if (pointer is { Seal: null, Value.Receipt: not null })
            found.Add(new(FindingKind.NotBound, LakeKeys.CurrentSnapshot, "The pointer names a receipt, but has no seal.", of));
        var check = new SnapshotCheck(Lake, files, attempts, datasets, tally, published);
        var others = await CheckSnapshotsAsync(pointer?.Value, check, cancellationToken);
        if (pointer is null && found.Count == 0 && others > 1)
            found.Add(new(
                FindingKind.Missing, LakeKeys.CurrentSnapshot, "There are snapshots, but the pointer to the shown one is missing.", of));
        await foreach (var stat in Lake.ListAsync(LakeKeys.NamedSnapshots, cancellationToken))
        {
            var named = await files.ReadAsync(stat.Key, SnapshotJson.Default.NamedSnapshot, of, found, cancellationToken);
            if (named is { Value: { IsGone: false, Name: var name, Snapshot: var id } })
            {
                await check.RunAsync(
                    id, LakeKeys.SnapshotBeside(id), null,
                    async () => (await new Snapshots(Lake).NamedAsync(name, cancellationToken))?.Snapshot == id, cancellationToken);
            }
        }

        tally.Add(found);
    }

    /// <returns>How many snapshots there are besides the shown one.</returns>
    async Task<int> CheckSnapshotsAsync(SnapshotPointer? pointer, SnapshotCheck check, CancellationToken cancellationToken)
    {
        // The shown one comes first, so that a damaged file of several snapshots is reported for the one that readers see.
        if (pointer is not null)
            await check.RunAsync(
                pointer.Snapshot, LakeKeys.Snapshot(pointer.Snapshot), pointer.Receipt ?? "", () => Task.FromResult(true),
                cancellationToken);
        var others = 0;
        await foreach (var stat in Lake.ListAsync(new KeyRange(LakeKeys.Snapshots, IsShallow: true), cancellationToken))
        {
            // A newer one than the pointer's latest belongs to a refresh that is under way or was interrupted.
            if (LakeKeys.SnapshotOf(stat.Key) is not { } id || id == pointer?.Snapshot
                || (pointer is not null && string.CompareOrdinal(id, pointer.Newest) > 0))
                continue;
            others++;
            await check.RunAsync(id, stat.Key, null, null, cancellationToken);
        }

        return others;
    }

    async Task<(string Id, string Key)?> KeyOfSnapshotAsync(string name, CancellationToken cancellationToken)
    {
        var snapshots = new Snapshots(Lake);
        if (await snapshots.FindAsync(name, cancellationToken) is not { } snapshot)
            return null;
        var key = LakeKeys.Snapshot(snapshot.Id);
        return (snapshot.Id, await Lake.StatAsync(key, cancellationToken) is null ? LakeKeys.SnapshotBeside(snapshot.Id) : key);
    }

    async Task CheckRunAsync(string run, DatasetCheck datasets, CancellationToken cancellationToken)
    {
        var record = (await Lake.ReadAsync(LakeKeys.Run(run), RunJson.Default.RunRecord, cancellationToken))?.Value
            ?? throw new TerminalException(
                ProblemCode.NotFound, $"No dataset, run or snapshot is '{run}'. 'duffbeer status' and 'duffbeer runs' list them.");
        var published = await new DatasetManifests(Lake).ReadAsync(record.Dataset, record.Source.Key, cancellationToken);
        var entry = published.Find(run) ?? throw new TerminalException(
            ProblemCode.NotFound, $"Run {run} is not published, so there is nothing to verify.");
        await datasets.RunAsync(record.Dataset, entry, cancellationToken);
    }
}

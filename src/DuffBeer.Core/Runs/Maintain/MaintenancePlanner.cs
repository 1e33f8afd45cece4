using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Decides what a maintenance deletes and merges. It writes nothing, so <c>--dry-run</c> asks it too.</summary>
public sealed class MaintenancePlanner(
    Stores stores, IOpenTables tables, DatasetCatalog datasets, KeepTimes keep, MergeSizes sizes)
{
    /// <summary>Documents go before the files that they name, and a run's files before its record.</summary>
    static readonly string[] s_areas =
    [
        LakeKeys.Snapshots, LakeKeys.Refreshes, LakeKeys.Maintenances, LakeKeys.Marts, LakeKeys.Batches, LakeKeys.Tables,
        LakeKeys.AllRejects, LakeKeys.AllKeys, LakeKeys.OpenTables, LakeKeys.Datasets, LakeKeys.Corrections, LakeKeys.UnfinishedAttempts,
        LakeKeys.RunsByDay, LakeKeys.RunsByState, LakeKeys.Runs,
    ];

    /// <param name="now">The time that ages are counted from.</param>
    public async Task<Draft> DecideAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var roots = await new RootsReader(stores.Lake, tables, keep, now).ReadAsync(withExpired: false, cancellationToken);
        IReadOnlyList<TableExpiry> expiries =
        [
            .. roots.Tables.Where(table => table.Value.Expired.Count > 0)
                .OrderBy(table => table.Key, StringComparer.Ordinal)
                .Select(table => new TableExpiry(table.Key, table.Value.Expired)),
        ];
        return new(expiries, stop => DeletionsAsync(ExpiryOf(roots, now).Expiry, stop))
        {
            Merges = await MergesAsync(roots.Datasets, cancellationToken),
        };
    }

    /// <summary>Merges of datasets that have a contract, which says what columns a merged file has.</summary>
    async Task<IReadOnlyList<PlannedMerge>> MergesAsync(IEnumerable<string> published, CancellationToken cancellationToken)
    {
        var (merges, manifests, pieces) = (new List<PlannedMerge>(), new DatasetManifests(stores.Lake), new Pieces(stores.Lake));
        foreach (var dataset in published.Where(dataset => datasets.Find(dataset) is not null))
        {
            var (runs, packs) = await pieces.ReadAsync(
                await manifests.ReadAsync(dataset, cancellationToken),
                run => run.Bytes < sizes.SmallFileBytes * run.PartCount,
                pack => pack.Bytes < sizes.SmallFileBytes * pack.Parts,
                cancellationToken);
            merges.AddRange(MergePlan.Of(runs, packs, sizes).Select(merge => new PlannedMerge(
                dataset,
                [.. merge.Where(piece => piece.Pack is null).SelectMany(piece => piece.Runs)],
                [.. merge.Select(piece => piece.Pack).OfType<string>()],
                merge.Sum(piece => piece.Parts.Count),
                merge.Sum(piece => piece.Bytes),
                MergedFile.Of(merge, sizes).Count)));
        }

        return merges;
    }

    /// <summary>What the lake says now, to ask again before a deletion.</summary>
    internal async Task<(Expiry Expiry, RunStates Runs)> AgainAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var roots = await new RootsReader(stores.Lake, tables, keep, now).ReadAsync(withExpired: true, cancellationToken);
        return ExpiryOf(roots, now);
    }

    (Expiry Expiry, RunStates Runs) ExpiryOf(LakeRoots roots, DateTimeOffset now)
    {
        var runs = new RunStates(stores, roots, keep, now);
        return (new(roots, runs, new(stores.Lake, roots, runs), keep, now), runs);
    }

    async IAsyncEnumerable<Deletion> DeletionsAsync(Expiry expiry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var area in s_areas)
        {
            await foreach (var stat in stores.Lake.ListAsync(area, cancellationToken))
            {
                if (await expiry.OfAsync(stat, cancellationToken) is { } reason)
                    yield return new(stat.Key, stat.Size, stat.ETag, reason);
            }
        }
    }

    /// <param name="Tables">What the open tables forget.</param>
    /// <param name="Deletions">Lists the lake and finds the objects that go.</param>
    public sealed record Draft(IReadOnlyList<TableExpiry> Tables, Func<CancellationToken, IAsyncEnumerable<Deletion>> Deletions)
    {
        /// <summary>Files that become fewer.</summary>
        public IReadOnlyList<PlannedMerge> Merges { get; init; } = [];
    }
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Writes the rows of planned runs and packs into a new pack, which takes their place with one write of the manifest.</summary>
/// <remarks>
/// The files before stay: snapshots and tables may name them, and a later maintenance deletes them once nothing does. Runs that were
/// replaced or retired meanwhile are left out, and so are those with files that cannot be read in the contract's columns.
/// </remarks>
public sealed class MergeRuns(
    IObjectStore lake, DatasetManifests manifests, DatasetCatalog datasets, IPartReader reader, IPartWriter writer, IPackRewriter packs,
    IOpenTables tables, PublishedTables published, IngestSettings settings, MergeSizes sizes)
    : IActivity<MaintainLake.MergeInput, MaintainLake.Merged>
{
    const int MostTries = 20;

    static readonly MaintainLake.Merged s_nothing = new(0, 0, 0, 0);

    readonly ErasureMarks _marks = new(lake);
    readonly Pieces _pieces = new(lake);
    readonly PackMerger _merger = new(lake, reader, writer, tables, settings, sizes);

    public async Task<MaintainLake.Merged> RunAsync(MaintainLake.MergeInput input, CancellationToken cancellationToken)
    {
        var plan = (await PlanMaintenance.FindAsync(lake, input.Id, cancellationToken))!;
        var planned = (await lake.ReadAsync(
            LakeKeys.MaintenanceMerge(input.Id, plan.Draft, input.Merge), MaintenanceJson.Default.PlannedMerge, cancellationToken))!.Value;
        var id = $"p{ModelHashes.Digest([input.Id, plan.Draft, FormattableString.Invariant($"{input.Merge}")])}";
        var manifest = await manifests.ReadAsync(planned.Dataset, cancellationToken);
        if (manifest.Packs?.FirstOrDefault(pack => pack.Id == id) is { } done)
            return await EndAsync(planned, done, planned.Files, cancellationToken);

        // What an erasure does not find named, it deletes: so no pack is made meanwhile.
        if (datasets.Find(planned.Dataset) is not { } contract || await _marks.IsSetAsync(planned.Dataset, cancellationToken))
            return s_nothing;
        var runs = planned.Runs.ToHashSet();
        var (own, shared) = await _pieces.ReadAsync(
            manifest, run => runs.Contains(new(run.RunId, run.Attempt)), pack => planned.Packs.Contains(pack.Id), cancellationToken);
        IReadOnlyList<Piece> pieces = [.. shared, .. own];
        while (MergePlan.IsWorthIt(pieces, sizes))
        {
            if (await _merger.WriteAsync(contract, id, pieces, cancellationToken) is { } pack)
            {
                return await PublishAsync(planned.Dataset, pack, pieces, cancellationToken) is { } merged
                    ? await EndAsync(planned, merged, pieces.Sum(piece => piece.Parts.Count), cancellationToken)
                    : s_nothing;
            }

            pieces = await _merger.ReadableAsync(contract, pieces, cancellationToken);
        }

        return s_nothing;
    }

    async Task<MaintainLake.Merged> EndAsync(PlannedMerge planned, RunPack pack, int files, CancellationToken cancellationToken)
    {
        await published.TryFollowAsync(planned.Dataset, cancellationToken);
        return new(pack.Runs, files, pack.Parts, planned.Bytes);
    }

    /// <summary>Swaps the files. Rows of runs that are no longer as they were leave the pack first.</summary>
    /// <returns>The pack as it is published; null if none of its runs is left, or others always changed the dataset first.</returns>
    async Task<RunPack?> PublishAsync(
        string dataset, RunPack pack, IReadOnlyList<Piece> pieces, CancellationToken cancellationToken)
    {
        var moved = pieces.SelectMany(piece => piece.Runs.Select(run => (run, piece.Pack))).ToDictionary(run => run.run, run => run.Pack);
        var joined = pieces.Select(piece => piece.Pack).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var next = pack;
            IReadOnlyList<PackedRun> gone = [];
            await manifests.UpdateAsync(
                dataset,
                sourceKeys: null,
                pack.Id,
                current =>
                {
                    gone = [];
                    // An earlier try wrote it, and only the acknowledgement was lost.
                    if (current.Packs.Any(other => other.Id == next.Id))
                        return null;
                    var found = current.Runs.Runs.Where(run => IsAsItWas(run, moved)).Select(Of).ToHashSet();
                    gone = [.. moved.Keys.Where(run => !found.Contains(run))];
                    return gone.Count > 0 ? null : new(
                        current.Runs with { Runs = [.. current.Runs.Runs.Select(run => found.Contains(Of(run)) ? run.In(next) : run)] },
                        [.. current.Packs.Where(other => !joined.Contains(other.Id)), next]);
                },
                cancellationToken);
            if (gone.Count == 0)
                return next;
            foreach (var run in gone)
                moved.Remove(run);
            if (moved.Count == 0 || await packs.WithoutAsync(dataset, pack, gone, cancellationToken) is not { } rest)
                return null;
            pack = rest;
        }

        return null;
    }

    static PackedRun Of(ManifestEntry run) => new(run.RunId, run.Attempt);

    static bool IsAsItWas(ManifestEntry run, Dictionary<PackedRun, string?> moved) =>
        moved.TryGetValue(Of(run), out var pack) && run.Pack == pack;
}

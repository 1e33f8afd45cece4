using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>Reads what a merge may take from a dataset's manifest.</summary>
sealed class Pieces(IObjectStore lake)
{
    readonly DatasetManifests _manifests = new(lake);
    readonly PublishedRuns _published = new(lake);

    /// <param name="isWanted">Says of an entry with files of its own whether it is read.</param>
    /// <param name="isPackWanted">Says of a pack whether it is read.</param>
    /// <returns>Runs in their order, then packs.</returns>
    public async Task<(IReadOnlyList<Piece> Runs, IReadOnlyList<Piece> Packs)> ReadAsync(
        DatasetManifest manifest, Func<ManifestEntry, bool> isWanted, Func<RunPack, bool> isPackWanted,
        CancellationToken cancellationToken)
    {
        var (runs, rows) = (new List<ManifestEntry>(), new Dictionary<string, long>(StringComparer.Ordinal));
        await foreach (var set in _manifests.SetsAsync(manifest, cancellationToken))
        {
            runs.AddRange(set.Runs.Where(run => run is { Pack: null, PartCount: > 0 } && isWanted(run)));
            foreach (var packed in set.Runs.Where(run => run.Pack is not null))
                rows[packed.Pack!] = rows.GetValueOrDefault(packed.Pack!) + packed.Rows;
        }

        var pieces = new List<Piece>();
        var inOrder = runs.OrderBy(run => run.SourceTime).ThenBy(run => run.SourceKey, SourceOrder.Texts)
            .ThenBy(run => run.RunId, StringComparer.Ordinal);
        foreach (var run in inOrder)
        {
            var parts = await _published.PartsAsync(run.ToPublished(), cancellationToken);
            pieces.Add(new([new(run.RunId, run.Attempt)], null, run.Rows, parts));
        }

        var packs = new List<Piece>();
        foreach (var pack in (manifest.Packs ?? []).Where(isPackWanted))
        {
            var content = await _published.PackAsync(pack, cancellationToken);
            packs.Add(new(content.Runs, pack.Id, rows.GetValueOrDefault(pack.Id), content.Parts));
        }

        return (pieces, packs);
    }
}

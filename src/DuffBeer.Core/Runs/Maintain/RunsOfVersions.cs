using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>Adds the runs of versions of datasets to what must stay. What many versions share is read once.</summary>
sealed class RunsOfVersions(IObjectStore lake, LakeRoots roots)
{
    readonly PublishedRuns _published = new(lake);

    public async Task AddAsync(string dataset, DatasetVersion version, CancellationToken cancellationToken)
    {
        foreach (var pack in (version.Packs ?? []).Where(pack => roots.Named.Add(pack.Key)))
        {
            // Its list of files for other engines is that of an attempt with the name of the pack's own document.
            roots.Add(pack.Attempt, hasFiles: true);
            await AddFilesAsync(pack.Key, cancellationToken);
        }

        var unread = version.Segments is { } segments
            ? version with
            {
                Segments = [.. segments.Where(one => one.Id.Length > 0 && roots.Named.Add(LakeKeys.Segment(dataset, one.Id)))],
            }
            : version;
        await foreach (var runs in _published.ListAsync(dataset, unread, cancellationToken))
        {
            foreach (var run in runs)
                roots.Add(new(run.RunId, run.Attempt), hasFiles: run.Pack is null);
        }
    }

    /// <summary>Adds the packs of a dataset that have these names, with their files: snapshots of its open table show them.</summary>
    public async Task AddPacksAsync(string dataset, IReadOnlySet<string> names, CancellationToken cancellationToken)
    {
        await foreach (var stat in lake.ListAsync(LakeKeys.Packs(dataset), cancellationToken))
        {
            if (names.Contains(LakeKeys.NameOfPack(stat.Key)) && roots.Named.Add(stat.Key))
                await AddFilesAsync(stat.Key, cancellationToken);
        }
    }

    async Task AddFilesAsync(string pack, CancellationToken cancellationToken)
    {
        foreach (var part in (await _published.PackAsync(pack, cancellationToken)).Parts)
            roots.Named.Add(part.Key);
    }
}

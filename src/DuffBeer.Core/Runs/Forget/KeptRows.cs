using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>What the manifest and the shown snapshot name of a dataset.</summary>
sealed class KeptRows
{
    /// <summary>Keys of parts.</summary>
    public HashSet<string> Parts { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of lists of runs and of packs.</summary>
    public HashSet<string> Lists { get; } = new(StringComparer.Ordinal);

    public HashSet<PublishedAttempt> Attempts { get; } = [];

    public static async Task<KeptRows> ReadAsync(IObjectStore lake, string dataset, CancellationToken cancellationToken)
    {
        var kept = new KeptRows();
        var manifest = await new DatasetManifests(lake).ReadAsync(dataset, cancellationToken);
        await kept.AddAsync(lake, dataset, manifest.ToVersion(), cancellationToken);
        if ((await new Snapshots(lake).CurrentAsync(cancellationToken))?.Datasets.GetValueOrDefault(dataset) is { } shown)
            await kept.AddAsync(lake, dataset, shown, cancellationToken);
        return kept;
    }

    async Task AddAsync(IObjectStore lake, string dataset, DatasetVersion version, CancellationToken cancellationToken)
    {
        var published = new PublishedRuns(lake);
        Parts.UnionWith(await published.PartsAsync(dataset, version, cancellationToken));
        Lists.UnionWith((version.Segments ?? []).Select(segment => LakeKeys.Segment(dataset, segment.Id)));
        Lists.UnionWith((version.Packs ?? []).Select(pack => pack.Key));
        var runs = await published.RunsAsync(dataset, version, cancellationToken);
        Attempts.UnionWith(runs.Select(run => new PublishedAttempt(run.RunId, run.Attempt)));
    }
}

using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Reads every dataset's manifest once and decides which models to build.</summary>
public sealed class PlanRefresh(IObjectStore lake, PublishedParts published, Snapshots snapshots, ModelDefinitions definitions)
    : IActivity<RefreshModels.Input, RefreshModels.Planned>
{
    /// <summary>Up to this many source rows, the way of an activity through a queue takes longer than its statement.</summary>
    const long MostSmallRows = 1_000_000;
    const int ManyModels = 50;

    public async Task<RefreshModels.Planned> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        definitions.Check(input.Asked, input.Settings);
        var rows = 0L;
        var datasets = new Dictionary<string, DatasetVersion>();
        var parts = new Dictionary<string, IReadOnlyList<string>>();
        var manifests = new Dictionary<string, string>();
        var known = await published.KnownAsync(cancellationToken);
        foreach (var dataset in definitions.Contracts.Keys)
        {
            var found = await published.OfAsync(dataset, known, cancellationToken);
            (datasets[dataset], parts[dataset]) = (found.Version, found.Parts);
            if (found.Manifest is { } etag)
                manifests[dataset] = etag;
            rows += found.Rows;
        }

        var previous = await snapshots.NewestAsync(cancellationToken);
        var before = previous?.Settings ?? new Dictionary<string, string>();
        var settings = definitions.Settings.Choose(before, input.Settings);
        var hashes = ModelHashes.Of(definitions.Graph, definitions.Settings.Values(settings), definitions.Contracts);
        var fingerprints = datasets.ToDictionary(dataset => dataset.Key, dataset => dataset.Value.Fingerprint);
        var build = BuildPlan.Of(definitions.Graph, hashes, fingerprints, previous, input.Asked.ToHashSet());
        var plan = new RefreshPlan(input.Snapshot, previous?.Id, settings, datasets, parts, hashes, build)
        {
            Manifests = manifests,
        };
        await lake.WriteAsync(
            LakeKeys.RefreshPlan(input.Snapshot),
            plan,
            SnapshotJson.Default.RefreshPlan,
            WriteCondition.None,
            cancellationToken);

        var isChange = !build.IsEmpty || settings.Count != before.Count || settings.Except(before).Any()
            || previous?.Models.Keys.Any(model => definitions.Graph[model] is null) == true;
        return new(
            [.. build.Waves.Select(wave => wave.Select(model => model.Model).ToList())],
            isChange,
            rows <= MostSmallRows ? ManyModels : 1);
    }
}

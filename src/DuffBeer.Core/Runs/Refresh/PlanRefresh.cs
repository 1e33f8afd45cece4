using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

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
        foreach (var dataset in definitions.Contracts.Keys)
        {
            var (manifest, keys) = await published.OfAsync(dataset, cancellationToken);
            datasets[dataset] = DatasetVersion.Of(
                manifest.Runs.Select(run => new PublishedRun(run.RunId, run.Attempt, run.SourceKey, run.SourceTime)));
            parts[dataset] = keys;
            rows += manifest.Runs.Sum(run => run.Rows);
        }

        var previous = await snapshots.NewestAsync(cancellationToken);
        var before = previous?.Settings ?? new Dictionary<string, string>();
        var settings = definitions.Settings.Choose(before, input.Settings);
        var hashes = ModelHashes.Of(definitions.Graph, definitions.Settings.Values(settings), definitions.Contracts);
        var fingerprints = datasets.ToDictionary(dataset => dataset.Key, dataset => dataset.Value.Fingerprint);
        var build = BuildPlan.Of(definitions.Graph, hashes, fingerprints, previous, input.Asked.ToHashSet());
        var plan = new RefreshPlan(input.Snapshot, previous?.Id, settings, datasets, parts, hashes, build);
        await lake.WriteAsync(
            LakeKeys.RefreshPlan(input.Snapshot),
            plan,
            SnapshotJson.Default.RefreshPlan,
            WriteCondition.None,
            cancellationToken);

        var isChange = !build.IsEmpty || settings.Count != before.Count || settings.Except(before).Any();
        return new([.. build.Waves.Select(wave => wave.Select(model => model.Model).ToList())], isChange, rows <= MostSmallRows ? ManyModels : 1);
    }
}

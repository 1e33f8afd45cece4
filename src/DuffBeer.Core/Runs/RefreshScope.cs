using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs;

/// <summary>What the models of one refresh read: the planned parts of datasets, models built by now, and kept ones of the snapshot before.</summary>
public sealed class RefreshScope(IObjectStore lake, Snapshots snapshots, ModelDefinitions definitions)
{
    public async Task<RefreshPlan> PlanAsync(string snapshot, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.RefreshPlan(snapshot), SnapshotJson.Default.RefreshPlan, cancellationToken))!.Value;

    public async Task<SqlScope> OfAsync(RefreshPlan plan, ISqlDialect dialect, CancellationToken cancellationToken)
    {
        var datasets = plan.Datasets.ToDictionary(
            dataset => dataset.Key, dataset => dataset.Value.ToRelation(definitions.Contracts[dataset.Key], plan.Parts[dataset.Key]));
        var models = (await VersionsAsync(plan, cancellationToken)).ToDictionary(model => model.Key, model => model.Value.ToRelation(model.Key));
        return definitions.Scope(dialect, models, datasets, plan.Settings);
    }

    /// <summary>Every model that can be read by now, by name.</summary>
    public async Task<IReadOnlyDictionary<string, ModelVersion>> VersionsAsync(RefreshPlan plan, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, ModelVersion>();
        if (plan.Previous is { } id && await snapshots.FindAsync(id, cancellationToken) is { } previous)
        {
            foreach (var kept in plan.Build.Kept)
                versions[kept] = previous.Models[kept];
        }

        foreach (var model in plan.Build.Waves.SelectMany(wave => wave))
        {
            if (await lake.ReadAsync(LakeKeys.BuiltModel(plan.Snapshot, model.Model), SnapshotJson.Default.ModelVersion, cancellationToken) is { } built)
                versions[model.Model] = built.Value;
        }

        return versions;
    }

    public async Task AddAsync(RefreshPlan plan, string model, ModelVersion version, CancellationToken cancellationToken) =>
        await lake.WriteAsync(LakeKeys.BuiltModel(plan.Snapshot, model), version, SnapshotJson.Default.ModelVersion, WriteCondition.None, cancellationToken);
}

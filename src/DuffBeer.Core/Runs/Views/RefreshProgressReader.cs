using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Runs.Views;

/// <summary>One model of a refresh.</summary>
/// <param name="Version">Null until it is built.</param>
public sealed record ModelProgress(string Name, ModelVersion? Version);

/// <param name="Snapshot">Id of the snapshot that the refresh builds.</param>
/// <param name="Models">The models that it builds, in the order of their waves.</param>
public sealed record RefreshProgress(string Snapshot, IReadOnlyList<ModelProgress> Models);

/// <summary>Reads the progress of refreshes, model by model, from what they have written to the lake.</summary>
public sealed class RefreshProgressReader(IObjectStore lake)
{
    /// <summary>Null before the refresh is planned, and for refreshes recorded by earlier versions of the program.</summary>
    public async Task<RefreshProgress?> NowAsync(RefreshRecord refresh, CancellationToken cancellationToken)
    {
        if (refresh.Building is not { } id
            || (await lake.ReadAsync(LakeKeys.RefreshPlan(id), SnapshotJson.Default.RefreshPlan, cancellationToken))?.Value is not { } plan)
            return null;
        var built = await lake.ListAsync(LakeKeys.BuiltModels(id), cancellationToken)
            .Select(stat => stat.Key)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        var models = plan.Build.Waves.SelectMany(wave => wave).Select(model => model.Model);
        return new(id, await Task.WhenAll(models.Select(async model => new ModelProgress(
            model,
            built.Contains(LakeKeys.BuiltModel(id, model))
                ? (await lake.ReadAsync(LakeKeys.BuiltModel(id, model), SnapshotJson.Default.ModelVersion, cancellationToken))?.Value
                : null))));
    }
}

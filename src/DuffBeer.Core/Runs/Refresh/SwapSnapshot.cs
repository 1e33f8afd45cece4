using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Shows a refresh's models to readers, all at once. False if readers are pinned to an older snapshot.</summary>
public sealed class SwapSnapshot(
    RefreshScope refresh, Snapshots snapshots, IQueryEngine engine, ModelDefinitions definitions, TimeProvider time)
    : IActivity<RefreshModels.Input, bool>
{
    public async Task<bool> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var versions = await refresh.VersionsAsync(plan, cancellationToken);
        var asOf = await AsOfAsync(versions, cancellationToken);
        return await snapshots.ShowAsync(
            new(plan.Snapshot, time.GetUtcNow(), asOf, plan.Settings, versions, plan.Datasets), cancellationToken);
    }

    /// <summary>The as-of date that each domain's own model gives; domains without such a model, or without data, are left out.</summary>
    async Task<IReadOnlyDictionary<string, DateOnly>> AsOfAsync(
        IReadOnlyDictionary<string, ModelVersion> versions, CancellationToken cancellationToken)
    {
        var dates = new SortedDictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var domain in definitions.Graph.Models.Select(model => model.Domain).Distinct())
        {
            var name = AsOfModel.NameOf(domain);
            if (!versions.TryGetValue(name, out var version))
                continue;
            var answer = await engine.QueryAsync(AsOfModel.Select(version.ToRelation(name)), cancellationToken);
            if (answer.Rows is [[DateOnly date]])
                dates.Add(domain, date);
        }

        return dates;
    }
}

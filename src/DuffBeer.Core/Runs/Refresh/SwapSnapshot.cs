using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Shows a refresh's models to readers, all at once, or stores them as a named snapshot. True if readers see them.</summary>
public sealed class SwapSnapshot(
    RefreshScope refresh, Snapshots snapshots, NamedSnapshots named, IQueryEngine engine, ModelDefinitions definitions, TimeProvider time)
    : IActivity<RefreshModels.Input, bool>
{
    public async Task<bool> RunAsync(RefreshModels.Input input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var versions = await refresh.VersionsAsync(plan, cancellationToken);
        var asOf = await AsOfAsync(versions, cancellationToken);
        var snapshot = new Snapshot(plan.Snapshot, time.GetUtcNow(), asOf, plan.Settings, versions, plan.Datasets)
        {
            LeftOut = await LeftOutAsync(versions, cancellationToken), Request = input.Request,
        };
        snapshot = snapshot with { Receipt = SnapshotReceipt.RootOf(snapshot) };
        if (input.Into is null)
            return await snapshots.ShowAsync(snapshot, plan.Previous, cancellationToken);
        await named.SaveAsync(input.Into, snapshot, plan.Previous, cancellationToken);
        return false;
    }

    /// <summary>The as-of date that each domain's own model gives; domains without such a model, or without data, are left out.</summary>
    async Task<IReadOnlyDictionary<string, DateOnly>> AsOfAsync(
        IReadOnlyDictionary<string, ModelVersion> versions, CancellationToken cancellationToken)
    {
        var dates = new SortedDictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var (domain, model) in ModelsOf(AsOfModel.NameOf, versions))
        {
            if ((await engine.QueryAsync(AsOfModel.Select(model), cancellationToken)).Rows is [[DateOnly date]])
                dates.Add(domain, date);
        }

        return dates;
    }

    /// <summary>Read once here, so that no report queries it; domains without such a model are left out.</summary>
    async Task<IReadOnlyDictionary<string, IReadOnlyList<LeftOut>>> LeftOutAsync(
        IReadOnlyDictionary<string, ModelVersion> versions, CancellationToken cancellationToken)
    {
        var rules = new SortedDictionary<string, IReadOnlyList<LeftOut>>(StringComparer.Ordinal);
        foreach (var (domain, model) in ModelsOf(LeftOutModel.NameOf, versions))
            rules.Add(domain, LeftOutModel.Read(await engine.QueryAsync(LeftOutModel.Select(model), cancellationToken)));
        return rules;
    }

    IEnumerable<(string Domain, Relation Model)> ModelsOf(
        Func<string, string> nameOf, IReadOnlyDictionary<string, ModelVersion> versions) =>
        from domain in definitions.Graph.Models.Select(model => model.Domain).Distinct()
        let name = nameOf(domain)
        where versions.ContainsKey(name)
        select (domain, versions[name].ToRelation(name));
}

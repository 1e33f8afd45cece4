using System.Collections.Concurrent;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>
/// The inputs of one refresh's models: planned parts of datasets, models built so far, and models kept from the previous snapshot.
/// </summary>
public sealed class RefreshScope(IObjectStore lake, Snapshots snapshots, ModelDefinitions definitions)
{
    readonly PublishedRuns _published = new(lake);
    RefreshPlan? _plan;
    ConcurrentDictionary<(string Snapshot, string Dataset), Relation> _datasets = [];

    /// <summary>The plan of a refresh. It is fixed before the first model is built, so it is read once.</summary>
    public async Task<RefreshPlan> PlanAsync(string snapshot, CancellationToken cancellationToken)
    {
        if (_plan is not { } plan || plan.Snapshot != snapshot)
        {
            plan = (await lake.ReadAsync(LakeKeys.RefreshPlan(snapshot), SnapshotJson.Default.RefreshPlan, cancellationToken))!.Value;
            (_plan, _datasets) = (plan, []);
        }

        return plan;
    }

    /// <param name="statements">Only what they refer to is looked up.</param>
    public async Task<SqlScope> OfAsync(
        RefreshPlan plan, ISqlDialect dialect, IReadOnlyCollection<SqlTemplate> statements, CancellationToken cancellationToken)
    {
        var datasets = new Dictionary<string, Relation>();
        foreach (var dataset in statements.SelectMany(statement => statement.Sources).Distinct())
            datasets[dataset] = await DatasetAsync(plan, dataset, cancellationToken);
        var read = statements.SelectMany(statement => statement.Refs);
        var models = (await VersionsAsync(plan, read, cancellationToken)).ToDictionary(
            model => model.Key, model => model.Value.ToRelation(model.Key));
        return definitions.Scope(dialect, models, datasets, plan.Settings);
    }

    /// <summary>A dataset of the plan. It is kept, because its parts may be many and several models read it.</summary>
    async Task<Relation> DatasetAsync(RefreshPlan plan, string dataset, CancellationToken cancellationToken)
    {
        var known = _datasets;
        if (known.TryGetValue((plan.Snapshot, dataset), out var relation))
            return relation;
        relation = await _published.RelationAsync(definitions.Contracts[dataset], plan.Datasets[dataset], cancellationToken);
        return known[(plan.Snapshot, dataset)] = relation;
    }

    /// <summary>Every model of the new snapshot, by name.</summary>
    public Task<IReadOnlyDictionary<string, ModelVersion>> VersionsAsync(RefreshPlan plan, CancellationToken cancellationToken) =>
        VersionsAsync(plan, definitions.Graph.Models.Select(model => model.Name), cancellationToken);

    /// <summary>Adds a model that is built. Its files, which an engine wrote, are read once for their digests.</summary>
    public async Task AddAsync(RefreshPlan plan, string model, ModelVersion version, CancellationToken cancellationToken) =>
        await lake.WriteAsync(
            LakeKeys.BuiltModel(plan.Snapshot, model),
            version with { Digests = await DigestsAsync(version.Parts, cancellationToken) },
            SnapshotJson.Default.ModelVersion,
            WriteCondition.None,
            cancellationToken);

    async Task<IReadOnlyList<string>> DigestsAsync(IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var digests = new List<string>(parts.Count);
        foreach (var part in parts)
        {
            var stat = await lake.StatAsync(part, cancellationToken)
                ?? throw new TerminalException(ProblemCode.ModelFailed, $"The engine wrote {part}, but it is not in the lake.");
            digests.Add(await FileDigest.OfAsync(lake, stat, cancellationToken));
        }

        return digests;
    }

    async Task<IReadOnlyDictionary<string, ModelVersion>> VersionsAsync(
        RefreshPlan plan, IEnumerable<string> models, CancellationToken cancellationToken)
    {
        var kept = plan.Build.Kept.ToHashSet();
        Snapshot? previous = null;
        var versions = new Dictionary<string, ModelVersion>();
        foreach (var model in models.Distinct())
        {
            var key = LakeKeys.BuiltModel(plan.Snapshot, model);
            if (kept.Contains(model))
                versions[model] = (previous ??= await snapshots.FindAsync(plan.Previous!, cancellationToken))!.Models[model];
            else if (await lake.ReadAsync(key, SnapshotJson.Default.ModelVersion, cancellationToken) is { } built)
                versions[model] = built.Value;
        }

        return versions;
    }
}

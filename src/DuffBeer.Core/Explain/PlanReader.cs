using DuffBeer.Core.Costs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Explain;

/// <summary>Says what a refresh would do, from the decision that the refresh itself would make. It writes nothing.</summary>
public sealed class PlanReader(
    IObjectStore lake, RefreshPlanner planner, Func<IQueryEngine> engine, Func<PriceTable> prices, ModelDefinitions definitions)
{
    /// <summary>Takes the place of the id that the refresh will get.</summary>
    const string NotYet = "planned";

    readonly PublishedRuns _runs = new(lake);

    /// <exception cref="Failures.TerminalException">As a refresh of the request would end with before it builds anything.</exception>
    public async Task<PlannedRefresh> ReadAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        var decision = await planner.DecideAsync(NotYet, request, cancellationToken);
        var causes = decision.Previous is { } previous
            ? await DiffCauses.OfAsync(new(AsPlanned(decision, previous), previous), definitions.Graph, _runs, cancellationToken)
            : null;
        var sizes = await SizesAsync(decision, cancellationToken);
        PlannedBuild[] models =
        [
            .. from wave in decision.Plan.Build.Waves.Index()
               from build in wave.Item
               let why = build.Reason == BuildReason.New || causes is null ? [] : causes.Of(build.Model)
               select new PlannedBuild(
                   build.Model, wave.Index + 1, build.Reason, why, ScanOf(definitions.Graph[build.Model]!, decision, sizes)),
        ];
        return new(
            request, decision, causes?.Datasets ?? await AllFilesAsync(decision, cancellationToken), causes?.Settings ?? Chosen(decision),
            AsOf(decision, models), models, CostOf(models, decision));
    }

    /// <summary>The snapshot that the refresh would build, as far as it is known: versions of models that it keeps, and new ones.</summary>
    Snapshot AsPlanned(RefreshDecision decision, Snapshot previous) => previous with
    {
        Id = NotYet,
        Settings = decision.Plan.Settings,
        Datasets = decision.Plan.Datasets,
        Models = definitions.Graph.Models.ToDictionary(model => model.Name, model => decision.Plan.Build.Kept.Contains(model.Name)
            ? previous.Models[model.Name]
            : new(NotYet, decision.Plan.Hashes[model.Name], [], [], 0, 0, 0)
            {
                Definition = ModelHashes.OfDefinition(model, definitions.Contracts),
            }),
    };

    /// <summary>Dataset → bytes of the parts of its published runs, for those that a model to be built reads.</summary>
    async Task<IReadOnlyDictionary<string, long>> SizesAsync(RefreshDecision decision, CancellationToken cancellationToken)
    {
        var read = decision.Plan.Build.Waves.SelectMany(wave => wave).SelectMany(model => definitions.Graph[model.Model]!.Sql.Sources);
        var sizes = new Dictionary<string, long>();
        foreach (var dataset in read.Distinct())
            sizes[dataset] = await _runs.BytesAsync(dataset, decision.Plan.Datasets[dataset], cancellationToken);
        return sizes;
    }

    static PlannedScan ScanOf(SqlModel model, RefreshDecision decision, IReadOnlyDictionary<string, long> sizes)
    {
        var (datasets, models) = (model.Sql.Sources.Distinct().ToList(), model.Sql.Refs.Distinct().ToList());
        var known = models.Select(name => decision.Previous?.Models.GetValueOrDefault(name)).OfType<ModelVersion>().ToList();
        return new(
            datasets.Sum(name => decision.Rows[name]) + known.Sum(version => version.Rows),
            datasets.Sum(name => sizes[name]) + known.Sum(version => version.Bytes),
            decision.Previous?.Models.GetValueOrDefault(model.Name)?.Seconds,
            [.. models.Where(name => decision.Previous?.Models.ContainsKey(name) != true)]);
    }

    /// <summary>One statement per model; its audits of severity error are one statement, each other audit is one.</summary>
    PlannedCost CostOf(PlannedBuild[] models, RefreshDecision decision)
    {
        var scans = new List<long>();
        foreach (var model in models)
        {
            scans.Add(model.Scan.Bytes);
            var audits = definitions.Audits.Where(audit => audit.Model == model.Model).ToList();
            IEnumerable<IEnumerable<Audit>> statements =
                [audits.Where(audit => !audit.IsWarning), .. audits.Where(audit => audit.IsWarning).Select(audit => new[] { audit })];
            scans.AddRange(
                from statement in statements.Select(some => some.ToList())
                where statement.Count > 0
                let read = statement.SelectMany(audit => audit.Sql.Refs).Append(model.Model).Distinct()
                select read.Sum(name => decision.Previous?.Models.GetValueOrDefault(name)?.Bytes ?? 0));
        }

        var drivers = models.Length == 0 ? CostDrivers.None : CostDrivers.Sum(scans.Select(engine().CostOf));
        return new(scans.Count, scans.Sum(), models.Sum(model => model.Scan.Seconds ?? 0), prices().CostOf(drivers));
    }

    /// <summary>The as-of date of a domain follows from its model of that name: it may move where that model is built.</summary>
    Dictionary<string, DateOnly?> AsOf(RefreshDecision decision, PlannedBuild[] models)
    {
        var built = models.Select(model => model.Model).ToHashSet();
        return definitions.Graph.Models.Select(model => model.Domain)
            .Distinct()
            .Where(domain => built.Contains(AsOfModel.NameOf(domain)))
            .Order(StringComparer.Ordinal)
            .ToDictionary(domain => domain, domain => decision.Previous?.AsOfDate(domain));
    }

    /// <summary>Before the first refresh all files are new. The first of them are listed, from as few segments as have so many.</summary>
    async Task<IReadOnlyList<DiffDataset>> AllFilesAsync(RefreshDecision decision, CancellationToken cancellationToken)
    {
        var datasets = new List<DiffDataset>();
        foreach (var (name, version) in decision.Plan.Datasets.OrderBy(dataset => dataset.Key, StringComparer.Ordinal))
        {
            var first = new List<PublishedRun>();
            await foreach (var some in _runs.ListAsync(name, version, cancellationToken).TakeWhile(_ => first.Count < SomeRuns.Most))
                first.AddRange(some);
            if (version.Count > 0)
                datasets.Add(new(name, new(version.Count, [.. first.Take(SomeRuns.Most)]), SomeRuns.Of([])));
        }

        return datasets;
    }

    static IReadOnlyList<DiffValue> Chosen(RefreshDecision decision) =>
        [.. decision.Plan.Settings.Select(setting => new DiffValue(setting.Key, null, setting.Value))];
}

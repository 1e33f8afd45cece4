using System.Globalization;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Explain;

/// <summary>Finds what made models differ, from what the two snapshots say about themselves.</summary>
sealed class DiffCauses(DiffSides sides, ModelGraph graph, IReadOnlyList<DiffDataset> datasets)
{
    readonly Dictionary<string, IReadOnlyList<DiffCause>> _found = [];

    public IReadOnlyList<DiffDataset> Datasets => datasets;

    public IReadOnlyList<DiffValue> Settings { get; } = Differing(sides.Before.Settings, sides.Now.Settings, text => text);

    public IReadOnlyList<DiffValue> AsOf { get; } =
        Differing(sides.Before.AsOf, sides.Now.AsOf, date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Reads the runs of those datasets that differ, as far as the two sides list them apart.</summary>
    public static async Task<DiffCauses> OfAsync(
        DiffSides sides, ModelGraph graph, PublishedRuns runs, CancellationToken cancellationToken)
    {
        var datasets = new List<DiffDataset>();
        foreach (var name in sides.Now.Datasets.Keys.Union(sides.Before.Datasets.Keys).Order(StringComparer.Ordinal))
        {
            var (now, before) = (sides.Now.Datasets.GetValueOrDefault(name), sides.Before.Datasets.GetValueOrDefault(name));
            if (now?.Fingerprint == before?.Fingerprint)
                continue;
            var (came, went) = await runs.DifferenceAsync(name, now, before, cancellationToken);
            if (came.Count + went.Count > 0)
                datasets.Add(new(name, SomeRuns.Of(came), SomeRuns.Of(went)));
        }

        return new(sides, graph, datasets);
    }

    /// <summary>The causes of a model that differs: its own, and those of the models that it reads and that differ too.</summary>
    public IReadOnlyList<DiffCause> Of(string model)
    {
        if (_found.TryGetValue(model, out var known))
            return known;
        _found[model] = [];
        var (now, before) = (sides.Now.Models.GetValueOrDefault(model), sides.Before.Models.GetValueOrDefault(model));
        if (now is null || before is null)
            return _found[model] = [new(DiffCauseKind.Definition, model)];
        if (now.BuiltIn == before.BuiltIn)
            return [];

        var causes = new List<DiffCause>();
        var sql = graph[model]?.Sql;
        causes.AddRange(
            from dataset in Datasets
            where sql?.Sources.Contains(dataset.Name) == true
            select new DiffCause(DiffCauseKind.Files, dataset.Name));
        causes.AddRange(
            from setting in Settings
            where sql?.Settings.Contains(setting.Name) == true
            select new DiffCause(DiffCauseKind.Setting, setting.Name, setting.Before, setting.Now));
        foreach (var read in sql?.Refs ?? [])
            causes.AddRange(Of(read));
        causes.AddRange(
            from date in AsOf
            where sql?.Refs.Contains(AsOfModel.NameOf(date.Name)) == true
            select new DiffCause(DiffCauseKind.AsOf, date.Name, date.Before, date.Now));
        if (IsRedefined(now, before, causes.Count > 0))
            causes.Add(new(DiffCauseKind.Definition, model));
        if (causes.Count == 0)
            causes.Add(new(DiffCauseKind.Asked, model));
        return _found[model] = [.. causes.Distinct().OrderBy(cause => cause.Kind)];
    }

    /// <summary>Versions of older releases only have a hash over all inputs. It says nothing where another cause explains it.</summary>
    static bool IsRedefined(ModelVersion now, ModelVersion before, bool isExplained) =>
        now.Definition is { } own && before.Definition is { } old ? own != old : now.Hash != before.Hash && !isExplained;

    static IReadOnlyList<DiffValue> Differing<T>(
        IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> now, Func<T, string> text) =>
    [
        .. from name in before.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
           let change = new DiffValue(
               name,
               before.TryGetValue(name, out var old) ? text(old) : null,
               now.TryGetValue(name, out var value) ? text(value) : null)
           where change.Before != change.Now
           select change,
    ];
}

using System.Globalization;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Explain;

/// <summary>Finds what made models differ, from what the two snapshots say about themselves.</summary>
sealed class DiffCauses(DiffSides sides, ModelGraph graph)
{
    readonly Dictionary<string, IReadOnlyList<DiffCause>> _found = [];

    public IReadOnlyList<DiffDataset> Datasets { get; } =
    [
        .. from name in sides.Now.Datasets.Keys.Union(sides.Before.Datasets.Keys).Order(StringComparer.Ordinal)
           let now = sides.Now.Datasets.GetValueOrDefault(name)
           let before = sides.Before.Datasets.GetValueOrDefault(name)
           where now?.Fingerprint != before?.Fingerprint
           let change = new DiffDataset(name, Without(now, before), Without(before, now))
           where change.Came.Count + change.Went.Count > 0
           select change,
    ];

    public IReadOnlyList<DiffValue> Settings { get; } = Differing(sides.Before.Settings, sides.Now.Settings, text => text);

    public IReadOnlyList<DiffValue> AsOf { get; } =
        Differing(sides.Before.AsOf, sides.Now.AsOf, date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

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

    static IReadOnlyList<PublishedRun> Without(DatasetVersion? of, DatasetVersion? other)
    {
        var known = other?.Runs.Select(run => (run.RunId, run.Attempt)).ToHashSet() ?? [];
        return [.. (of?.Runs ?? []).Where(run => !known.Contains((run.RunId, run.Attempt)))];
    }

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

using DuffBeer.Core.Explain;

namespace DuffBeer.Api.Models;

/// <summary>Says what makes two plans of the same request differ, each change as a sentence.</summary>
public static class PlanChanges
{
    public static IReadOnlyList<string> Between(PlanAnswer planned, PlanAnswer now)
    {
        if (planned.Digest == now.Digest)
            return [];
        List<string> changes =
        [
            .. Different("The newest snapshot was {0} and is {1}.", planned.Base, now.Base),
            .. Different("Readers saw the snapshot {0} and see {1}.", planned.Shown, now.Shown),
            .. planned.IsHeld == now.IsHeld ? [] : new[] { now.IsHeld ? "Readers were pinned." : "Readers are no longer pinned." },
        ];
        // Both plans say what differs from their snapshots, so the rest can be compared only on the same one.
        if (planned.Base == now.Base)
            changes.AddRange([.. Files(planned, now), .. Settings(planned, now), .. Definitions(planned, now)]);
        // What a digest covers and a plan does not list, such as a change of a definition that is built in any case.
        return changes.Count > 0 ? changes : ["Definitions, settings or the snapshot of the name changed."];
    }

    static IEnumerable<string> Different(string form, string? before, string? now) => before == now
        ? []
        : [string.Format(System.Globalization.CultureInfo.InvariantCulture, form, before ?? "none", now ?? "none")];

    static IEnumerable<string> Files(PlanAnswer planned, PlanAnswer now) =>
        from name in Names(planned.Datasets, now.Datasets, dataset => dataset.Name)
        let before = planned.Datasets.FirstOrDefault(dataset => dataset.Name == name)
        let after = now.Datasets.FirstOrDefault(dataset => dataset.Name == name)
        let came = Listed(after, DiffChange.Added).Except(Listed(before, DiffChange.Added)).ToList()
        let back = Listed(before, DiffChange.Added).Except(Listed(after, DiffChange.Added)).ToList()
        let went = Listed(after, DiffChange.Gone).Except(Listed(before, DiffChange.Gone)).ToList()
        let more = came.Count + back.Count + went.Count > 0 || before?.Came != after?.Came || before?.Went != after?.Went
        where more
        select $"Files of {name}: " + string.Join(", ", (string[])
        [
            .. came.Select(file => $"{file} came"), .. back.Concat(went).Select(file => $"{file} went"),
            $"{before?.Came ?? 0} new and {before?.Went ?? 0} gone when it was planned, {after?.Came ?? 0} and {after?.Went ?? 0} now",
        ]) + ".";

    static IEnumerable<string> Settings(PlanAnswer planned, PlanAnswer now) =>
        from name in Names(planned.Settings, now.Settings, setting => setting.Name)
        let before = planned.Settings.FirstOrDefault(setting => setting.Name == name)
        let after = now.Settings.FirstOrDefault(setting => setting.Name == name)
        where before != after
        select $"The setting {name}: {Words(before)} when it was planned, {Words(after)} now.";

    static IEnumerable<string> Definitions(PlanAnswer planned, PlanAnswer now)
    {
        var (before, after) = (Redefined(planned), Redefined(now));
        foreach (var name in after.Except(before).Concat(before.Except(after)).Order(StringComparer.Ordinal))
            yield return $"The definition of {name} changed.";
        foreach (var name in All(planned).Except(All(now)).Concat(All(now).Except(All(planned))).Order(StringComparer.Ordinal))
            yield return $"The model {name} was {(All(now).Contains(name) ? "added" : "removed")}.";
    }

    static HashSet<string> All(PlanAnswer plan) => [.. plan.Models.Select(model => model.Name), .. plan.Kept];

    static HashSet<string> Redefined(PlanAnswer plan) =>
        [.. plan.Models.Where(model => model.Causes.Contains(new(DiffCauseKind.Definition, model.Name))).Select(model => model.Name)];

    static IEnumerable<string> Listed(DiffDatasetAnswer? dataset, DiffChange change) =>
        (dataset?.Files ?? []).Where(file => file.Change == change).Select(file => file.Source);

    static IEnumerable<string> Names<T>(IEnumerable<T> one, IEnumerable<T> other, Func<T, string> name) =>
        one.Concat(other).Select(name).Distinct().Order(StringComparer.Ordinal);

    static string Words(DiffSettingAnswer? setting) =>
        setting is null ? "unchanged" : $"{setting.Before ?? "default"} → {setting.Now ?? "default"}";
}

using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>The published rows with which a run's keys are compared: those that would be visible beside its own.</summary>
static class ComparedKeys
{
    public static IReadOnlyList<ManifestEntry> With(RunSet published, ManifestEntry run, Reupload onReupload)
    {
        // With the counts of its last attempt, because its corrections stay visible if they are the same again.
        var before = published.Find(run.RunId);
        var entry = before is null ? run : run with { Rows = before.Rows, Rejected = before.Rejected };
        return [.. (published.With(entry, onReupload)?.Runs ?? []).Where(other => other.RunId != run.RunId)];
    }

    /// <summary>Whether all rows that would be visible beside the run's were compared.</summary>
    /// <remarks>
    /// The fences tell whether rows were published and retired in between: a late copy of an earlier publication must not succeed then,
    /// because the run may have been judged again since.
    /// </remarks>
    public static bool Covers(KeyRepeats repeats, RunSet current, RunSet next, string run) =>
        next.Runs.Where(other => other.RunId != run).All(other => repeats.Runs.Contains(NameOf(other)))
        && FencesOf(current).All(repeats.Fences.Contains);

    public static string NameOf(ManifestEntry run) => FormattableString.Invariant($"{run.RunId} (attempt {run.Attempt})");

    public static IEnumerable<string> FencesOf(RunSet published) =>
        published.Fences.Select(fence => FormattableString.Invariant($"{fence.RunId} a{fence.Attempt}"));
}

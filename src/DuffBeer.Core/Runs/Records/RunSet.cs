using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Bars this attempt of a run and earlier ones from publication.</summary>
/// <param name="At">When the fence was set.</param>
/// <param name="SourceKey">The run's; null in fences of older versions.</param>
public sealed record AttemptFence(string RunId, int Attempt, DateTimeOffset At, string? SourceKey = null)
{
    public static AttemptFence Of(RunRecord run, DateTimeOffset now) => new(run.Id, run.Attempt, now, run.Source.Key);
}

/// <summary>Published runs of a dataset and its fences: all of them, or those whose source keys belong to one segment.</summary>
/// <remarks>
/// A change of a run concerns only runs of the same source key and their corrections, so it is the same in any set that has all of those.
/// </remarks>
public sealed record RunSet(IReadOnlyList<ManifestEntry> Runs)
{
    public static readonly RunSet Empty = new([]);

    /// <summary>How long a fence is kept: longer than any activity can take.</summary>
    static readonly TimeSpan s_fenceTime = TimeSpan.FromDays(30);

    /// <summary>Attempts that were terminated, failed or retired while their publication may have been under way.</summary>
    public IReadOnlyList<AttemptFence> Fences { get; init; } = [];

    [JsonIgnore]
    public int Size => Runs.Count + Fences.Count;

    /// <summary>Runs of several sets, in their order.</summary>
    public static RunSet Union(IEnumerable<RunSet> sets)
    {
        var all = sets.ToList();
        return all is [var only]
            ? only
            : new([.. InOrder(all.SelectMany(set => set.Runs))]) { Fences = [.. all.SelectMany(set => set.Fences)] };
    }

    public bool IsSame(RunSet other) => Runs.SequenceEqual(other.Runs) && Fences.SequenceEqual(other.Fences);

    public bool Has(RunRecord run) => Has(run.Id, run.Attempt);

    public bool Has(string run, int attempt) => Runs.Any(published => published.RunId == run && published.Attempt == attempt);

    /// <summary>Whether the attempt is barred from publication.</summary>
    public bool IsFenced(string run, int attempt) => Fences.Any(fence => fence.RunId == run && fence.Attempt >= attempt);

    /// <summary>The set with the attempt barred from publication; the same instance if it is barred already.</summary>
    public RunSet With(AttemptFence fence) => IsFenced(fence.RunId, fence.Attempt)
        ? this
        : this with { Fences = [.. Fences.Where(other => other.RunId != fence.RunId && fence.At - other.At < s_fenceTime), fence] };

    /// <summary>The published attempt of a run; null if there is none.</summary>
    public ManifestEntry? Find(string run) => Runs.FirstOrDefault(published => published.RunId == run);

    /// <summary>
    /// The set without the run of a fence (up to its attempt) and without its corrected rows; null if the run is not in it.
    /// </summary>
    public RunSet? Without(AttemptFence fence) =>
        Find(fence.RunId) is { } published && published.Attempt <= fence.Attempt
        ? (this with { Runs = [.. Runs.Where(other => other.RunId != fence.RunId && other.Corrects != fence.RunId)] }).With(fence)
        : null;

    /// <summary>
    /// The set with <paramref name="run"/> published; null if a newer version
    /// of its key is already published, or the run that it corrects is not.
    /// </summary>
    /// <remarks>Versions of a key are ordered by source time, sequencer and version. Runs are ordered by source time and key.</remarks>
    public RunSet? With(ManifestEntry run, Reupload onReupload)
    {
        var others = Runs.Where(other => other.RunId != run.RunId).ToList();
        if (Runs.Any(other => other.RunId == run.RunId && other.Attempt > run.Attempt))
            return null;

        if (run.Corrects is { } original && !others.Any(other => other.RunId == original))
            return null;

        if (onReupload == Reupload.Replace || run.Corrects is not null)
        {
            if (others.Any(other => other.SourceKey == run.SourceKey && CompareVersions(other, run) > 0))
                return null;
            others.RemoveAll(other => other.SourceKey == run.SourceKey);
        }

        // Corrections of rows that are gone, or whose counts changed, may be among the new rows. Erased rows bring none.
        var before = Find(run.RunId);
        var isCountedAnew = before is not null && before.Erased == run.Erased
            && (before.Rows, before.Rejected) != (run.Rows, run.Rejected);
        var kept = others.Select(other => other.RunId).ToHashSet(StringComparer.Ordinal);
        others.RemoveAll(other => other.Corrects is { } corrected
            && (corrected == run.RunId ? isCountedAnew : !kept.Contains(corrected)));
        return this with { Runs = [.. InOrder(others.Append(run))] };
    }

    static IEnumerable<ManifestEntry> InOrder(IEnumerable<ManifestEntry> runs) => runs
        .OrderBy(run => run.SourceTime).ThenBy(run => run.SourceKey, SourceOrder.Texts)
        .ThenBy(run => run.SourceVersion, StringComparer.Ordinal);

    /// <summary>Orders versions of a source key: by source time, sequencer and version.</summary>
    internal static int CompareVersions(ManifestEntry left, ManifestEntry right)
    {
        var byTime = left.SourceTime.CompareTo(right.SourceTime);
        if (byTime != 0)
            return byTime;
        var bySequencer = CompareSequencers(left.Sequencer, right.Sequencer);
        return bySequencer != 0 ? bySequencer : string.CompareOrdinal(left.SourceVersion, right.SourceVersion);
    }

    // Hexadecimal texts of different lengths: the shorter one is right-padded with zeros.
    static int CompareSequencers(string? left, string? right)
    {
        if (left is null || right is null)
            return 0;
        var length = Math.Max(left.Length, right.Length);
        return string.CompareOrdinal(left.PadRight(length, '0'), right.PadRight(length, '0'));
    }
}

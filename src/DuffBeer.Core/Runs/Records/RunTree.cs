using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Runs.Records;

/// <summary>How the runs of a dataset are spread over segments: by the first bits of a hash of the source key.</summary>
/// <remarks>
/// A segment with too many runs is split by the next bit, and one with few is merged with its sibling. Everything that one change must see
/// has one hash: all versions of a source key, their corrections, and the fences of these runs.
/// </remarks>
/// <param name="Most">Runs and fences of a segment; 256 unless a test sets it.</param>
public sealed record RunTree(int Most = 256)
{
    const string CorrectionSuffix = "~corrected";

    /// <summary>The source key of a run's corrected rows: it sorts right behind the run's own.</summary>
    public static string CorrectionOf(string sourceKey) => sourceKey + CorrectionSuffix;

    /// <summary>The source key whose runs one change must see together: a correction's is that of the corrected file.</summary>
    public static string FamilyOf(string sourceKey)
    {
        while (sourceKey.EndsWith(CorrectionSuffix, StringComparison.Ordinal))
            sourceKey = sourceKey[..^CorrectionSuffix.Length];
        return sourceKey;
    }

    /// <summary>The hash of a source key, as bits.</summary>
    public static string BitsOf(string sourceKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FamilyOf(sourceKey)));
        return string.Concat(hash.Select(one => one.ToString("b8", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>The segment that lists the runs of a source key, if there are any.</summary>
    public static RunSegment Find(IEnumerable<RunSegment> segments, string sourceKey)
    {
        var bits = BitsOf(sourceKey);
        return segments.First(segment => bits.StartsWith(segment.Prefix, StringComparison.Ordinal));
    }

    /// <summary>Whether two segments list the same runs, or one a part of the other's.</summary>
    public static bool Overlap(string prefix, string other) =>
        prefix.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>A segment's content.</summary>
    public sealed record Leaf(string Prefix, RunSet Set);

    /// <summary>The set in leaves of these prefixes, each split further while it is too large.</summary>
    /// <remarks>Runs of one source key stay together, however many there are.</remarks>
    public IEnumerable<Leaf> Split(IEnumerable<string> prefixes, RunSet set)
    {
        var placed = new Placed(
            [.. set.Runs.Select(run => (BitsOf(run.SourceKey), run))], [.. set.Fences.Select(fence => (BitsOf(fence.SourceKey!), fence))]);
        return prefixes.SelectMany(prefix => Split(prefix, placed.Below(prefix)));
    }

    IEnumerable<Leaf> Split(string prefix, Placed set)
    {
        if (set.Runs.Count + set.Fences.Count <= Most || set.HasOneKey)
            return [new(prefix, set.ToSet())];
        return new[] { prefix + '0', prefix + '1' }.SelectMany(half => Split(half, set.Below(half)));
    }

    /// <summary>Whether a segment of this size is merged with its sibling, of which the other size is.</summary>
    public bool IsMerged(int size, int sibling) => size <= Most / 4 && size + sibling <= Most / 2;

    /// <summary>Whether so few runs are listed in the manifest itself again.</summary>
    public bool IsInline(int size) => size <= Most / 2;

    /// <summary>The prefix of the other half; null for all.</summary>
    public static string? SiblingOf(string prefix) => prefix.Length == 0 ? null : prefix[..^1] + (prefix[^1] == '0' ? '1' : '0');

    public static RunSegment Describe(string prefix, string id, RunSet set) => new(
        prefix, id, set.Runs.Count, set.Runs.Sum(run => run.Rows), set.Runs.Sum(run => run.Rejected),
        RunFingerprint.Sum(set.Runs.Select(run => run.Fingerprint)).ToString())
    {
        Fences = set.Fences.Count,
        Bytes = set.Runs.Aggregate((long?)0, (sum, run) => sum + run.Bytes),
        LatestSource = set.Runs.Max(run => (DateTimeOffset?)run.SourceTime),
        LatestPublished = set.Runs.Max(run => (DateTimeOffset?)run.PublishedAt),
    };

    sealed record Placed(IReadOnlyList<(string Bits, ManifestEntry Run)> Runs, IReadOnlyList<(string Bits, AttemptFence Fence)> Fences)
    {
        public bool HasOneKey =>
            Runs.Select(one => one.Bits).Concat(Fences.Select(one => one.Bits)).Distinct(StringComparer.Ordinal).Take(2).Count() < 2;

        public Placed Below(string prefix) => new(
            [.. Runs.Where(one => one.Bits.StartsWith(prefix, StringComparison.Ordinal))],
            [.. Fences.Where(one => one.Bits.StartsWith(prefix, StringComparison.Ordinal))]);

        public RunSet ToSet() => new([.. Runs.Select(one => one.Run)]) { Fences = [.. Fences.Select(one => one.Fence)] };
    }
}

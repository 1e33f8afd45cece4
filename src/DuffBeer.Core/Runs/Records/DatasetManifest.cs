using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Runs.Records;

/// <summary>A run whose rows readers see, and the place of its version among those of the source key.</summary>
public sealed record ManifestEntry(
    string RunId,
    int Attempt,
    string SourceKey,
    string SourceVersion,
    DateTimeOffset SourceTime,
    DateOnly ProcessingDate,
    long Rows,
    long Rejected,
    DateTimeOffset PublishedAt)
{
    public string? Sequencer { get; init; }

    /// <summary>The run whose corrected rejects these rows are; null for an ordinary file.</summary>
    public string? Corrects { get; init; }

    public static ManifestEntry Of(RunRecord run, RowLedger ledger, DateTimeOffset now) => new(
        run.Id, run.Attempt, run.Source.Key, run.Source.Version, run.Source.Time, run.ProcessingDate, ledger.Accepted, ledger.Rejected, now)
    {
        Sequencer = run.Source.Sequencer,
        Corrects = run.Corrects,
    };
}

/// <summary>Bars this attempt of a run and earlier ones from publication.</summary>
/// <param name="At">When the fence was set.</param>
public sealed record AttemptFence(string RunId, int Attempt, DateTimeOffset At);

/// <summary>The published runs of a dataset. Replacing this one document publishes.</summary>
/// <param name="WriteId">Identifies the last writer: it distinguishes a lost acknowledgement from a lost race.</param>
public sealed record DatasetManifest(string Dataset, string WriteId, IReadOnlyList<ManifestEntry> Runs)
{
    /// <summary>How long a fence is kept: longer than any activity can take.</summary>
    static readonly TimeSpan s_fenceTime = TimeSpan.FromDays(30);

    /// <summary>Attempts that were terminated, failed or retired while their publication may have been under way.</summary>
    public IReadOnlyList<AttemptFence> Fences { get; init; } = [];

    public static DatasetManifest Empty(string dataset) => new(dataset, "", []);

    public bool Has(RunRecord run) => Has(run.Id, run.Attempt);

    public bool Has(string run, int attempt) => Runs.Any(published => published.RunId == run && published.Attempt == attempt);

    /// <summary>Whether the attempt is barred from publication.</summary>
    public bool IsFenced(string run, int attempt) => Fences.Any(fence => fence.RunId == run && fence.Attempt >= attempt);

    /// <summary>The manifest with the attempt barred from publication; the same instance if it is barred already.</summary>
    public DatasetManifest WithFence(string run, int attempt, DateTimeOffset now) => IsFenced(run, attempt)
        ? this
        : this with
        {
            WriteId = $"{run}/fence-{attempt}",
            Fences = [.. Fences.Where(fence => fence.RunId != run && now - fence.At < s_fenceTime), new(run, attempt, now)],
        };

    /// <summary>The published attempt of a run; null if there is none.</summary>
    public ManifestEntry? Find(string run) => Runs.FirstOrDefault(published => published.RunId == run);

    /// <summary>The manifest without a run (up to an attempt) and its corrected rows; null if the run is not in it.</summary>
    public DatasetManifest? Without(string run, int attempt, DateTimeOffset now) =>
        Find(run) is { } published && published.Attempt <= attempt
        ? (this with { Runs = [.. Runs.Where(other => other.RunId != run && other.Corrects != run)] }).WithFence(run, attempt, now)
        : null;

    /// <summary>
    /// The manifest with <paramref name="run"/> published; null if a newer version
    /// of its key is already published, or the run that it corrects is not.
    /// </summary>
    /// <remarks>Versions of a key are ordered by source time, sequencer and version. Runs are ordered by source time and key.</remarks>
    public DatasetManifest? With(ManifestEntry run, Reupload onReupload)
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

        // Corrections of rows that are gone, or whose counts changed, may be among the new rows.
        var before = Find(run.RunId);
        var isCountedAnew = before is not null && (before.Rows, before.Rejected) != (run.Rows, run.Rejected);
        others.RemoveAll(other => other.Corrects is { } corrected
            && (corrected == run.RunId ? isCountedAnew : !others.Any(kept => kept.RunId == corrected)));

        var runs = others.Append(run).OrderBy(other => other.SourceTime).ThenBy(other => other.SourceKey, StringComparer.Ordinal)
            .ThenBy(other => other.SourceVersion, StringComparer.Ordinal);
        return this with { WriteId = $"{run.RunId}/a{run.Attempt}", Runs = [.. runs] };
    }

    static int CompareVersions(ManifestEntry left, ManifestEntry right)
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

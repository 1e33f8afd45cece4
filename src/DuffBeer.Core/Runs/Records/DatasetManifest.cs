using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Runs.Records;

/// <summary>A run whose rows readers see, and how its version of the source key is ordered among others.</summary>
public sealed record ManifestEntry(
    string RunId, int Attempt, string SourceKey, string SourceVersion, DateTimeOffset SourceTime, DateOnly ProcessingDate, long Rows, long Rejected, DateTimeOffset PublishedAt)
{
    public string? Sequencer { get; init; }

    /// <summary>The run whose rejected rows these are, corrected; null for a file's own.</summary>
    public string? Corrects { get; init; }
}

/// <summary>The published runs of a dataset. Replacing this one document is what publishes.</summary>
/// <param name="WriteId">Who wrote it last: tells "my acknowledgement was lost" from "somebody else won".</param>
public sealed record DatasetManifest(string Dataset, string WriteId, IReadOnlyList<ManifestEntry> Runs)
{
    public static DatasetManifest Empty(string dataset) => new(dataset, "", []);

    public bool Has(RunRecord run) => Runs.Any(published => published.RunId == run.Id && published.Attempt == run.Attempt);

    /// <summary>The published attempt of a run; null where none is.</summary>
    public ManifestEntry? Find(string run) => Runs.FirstOrDefault(published => published.RunId == run);

    /// <summary>The manifest without a run and its corrected rows; null where it is not in it.</summary>
    public DatasetManifest? Without(string run) => Find(run) is not null
        ? new(Dataset, $"{run}/retired", [.. Runs.Where(published => published.RunId != run && published.Corrects != run)])
        : null;

    /// <summary>The manifest once <paramref name="run"/> is published; null where a newer version of its key is there already, or what it corrects is not there.</summary>
    /// <remarks>Versions of a key are ordered by source time, then sequencer, then version. Runs stay in the order (source time, key).</remarks>
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

        // What was corrected in rows that are gone, or that were counted anew and differently, may be among the new rows.
        var before = Find(run.RunId);
        var isCountedAnew = before is not null && (before.Rows, before.Rejected) != (run.Rows, run.Rejected);
        others.RemoveAll(other => other.Corrects is { } corrected
            && (corrected == run.RunId ? isCountedAnew : !others.Any(kept => kept.RunId == corrected)));

        var runs = others.Append(run).OrderBy(other => other.SourceTime).ThenBy(other => other.SourceKey, StringComparer.Ordinal)
            .ThenBy(other => other.SourceVersion, StringComparer.Ordinal);
        return new(Dataset, $"{run.RunId}/a{run.Attempt}", [.. runs]);
    }

    static int CompareVersions(ManifestEntry left, ManifestEntry right)
    {
        var byTime = left.SourceTime.CompareTo(right.SourceTime);
        if (byTime != 0)
            return byTime;
        var bySequencer = CompareSequencers(left.Sequencer, right.Sequencer);
        return bySequencer != 0 ? bySequencer : string.CompareOrdinal(left.SourceVersion, right.SourceVersion);
    }

    // Hexadecimal texts of different lengths: the shorter one is padded with zeros on its right.
    static int CompareSequencers(string? left, string? right)
    {
        if (left is null || right is null)
            return 0;
        var length = Math.Max(left.Length, right.Length);
        return string.CompareOrdinal(left.PadRight(length, '0'), right.PadRight(length, '0'));
    }
}

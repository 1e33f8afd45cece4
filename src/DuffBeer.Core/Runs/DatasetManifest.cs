using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Runs;

/// <summary>A run whose rows readers see, and how its version of the source key is ordered among others.</summary>
public sealed record ManifestEntry(
    string RunId, int Attempt, string SourceKey, string SourceVersion, DateTimeOffset SourceTime, DateOnly ProcessingDate, long Rows, long Rejected, DateTimeOffset PublishedAt);

/// <summary>The published runs of a dataset. Replacing this one document is what publishes.</summary>
/// <param name="WriteId">Who wrote it last: tells "my acknowledgement was lost" from "somebody else won".</param>
public sealed record DatasetManifest(string Dataset, string WriteId, IReadOnlyList<ManifestEntry> Runs)
{
    public static DatasetManifest Empty(string dataset) => new(dataset, "", []);

    /// <summary>The manifest once <paramref name="run"/> is published; null where a newer version of its key is there already.</summary>
    /// <remarks>Versions of a key are ordered by source time, then version. Runs stay in the order (source time, key).</remarks>
    public DatasetManifest? With(ManifestEntry run, Reupload onReupload)
    {
        var others = Runs.Where(other => other.RunId != run.RunId).ToList();
        if (Runs.Any(other => other.RunId == run.RunId && other.Attempt > run.Attempt))
            return null;

        if (onReupload == Reupload.Replace)
        {
            if (others.Any(other => other.SourceKey == run.SourceKey && CompareVersions(other, run) > 0))
                return null;
            others.RemoveAll(other => other.SourceKey == run.SourceKey);
        }

        var runs = others.Append(run).OrderBy(other => other.SourceTime).ThenBy(other => other.SourceKey, StringComparer.Ordinal)
            .ThenBy(other => other.SourceVersion, StringComparer.Ordinal);
        return new(Dataset, $"{run.RunId}/a{run.Attempt}", [.. runs]);
    }

    static int CompareVersions(ManifestEntry left, ManifestEntry right)
    {
        var byTime = left.SourceTime.CompareTo(right.SourceTime);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.SourceVersion, right.SourceVersion);
    }
}

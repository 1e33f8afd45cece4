using System.Globalization;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>What a snapshot says of itself: Iceberg's own counts, and the runs that it added and removed.</summary>
static class SnapshotSummary
{
    /// <summary>Identifies the attempts that a snapshot shows.</summary>
    public const string Attempts = "duffbeer.attempts";

    /// <summary>Identifies the rows that a snapshot shows, whatever files they are in.</summary>
    const string Rows = "duffbeer.rows";

    const string Removed = "duffbeer.removed-runs";
    const string More = " and ";

    /// <summary>Runs that a summary names; it says how many more there were.</summary>
    const int MostNamed = 20;

    /// <param name="parent">The snapshot before; null if this is the first.</param>
    public static IReadOnlyDictionary<string, string> Of(
        PublishedFiles files, TableSnapshot? parent, IReadOnlyList<ListedManifest> before, IReadOnlyList<ListedManifest> kept,
        IReadOnlyList<ListedManifest> added)
    {
        var removed = before.Except(kept).ToList();
        var summary = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            // The same rows in other files are a replacement: readers of changes have nothing to do.
            ["operation"] = removed.Count == 0 ? "append"
                : added.Count == 0 ? "delete"
                : parent?.Summary.GetValueOrDefault(Rows) == files.Rows ? "replace"
                : "overwrite",
            ["added-data-files"] = Text(added.Sum(manifest => (long)manifest.Files)),
            ["added-records"] = Text(added.Sum(manifest => manifest.Rows)),
            ["deleted-data-files"] = Text(removed.Sum(manifest => (long)manifest.Files)),
            ["deleted-records"] = Text(removed.Sum(manifest => manifest.Rows)),
            ["total-data-files"] = Text(kept.Concat(added).Sum(manifest => (long)manifest.Files)),
            ["total-records"] = Text(kept.Concat(added).Sum(manifest => manifest.Rows)),
            ["total-delete-files"] = "0",
            ["total-equality-deletes"] = "0",
            ["total-position-deletes"] = "0",
            [Attempts] = files.Files,
            [Rows] = files.Rows,
        };
        Name(summary, "duffbeer.added-runs", added);
        Name(summary, Removed, removed);
        return summary;
    }

    /// <summary>The runs that the snapshot lacks and the one before it had; null if it does not name them all.</summary>
    public static IReadOnlyList<string>? RemovedFrom(TableSnapshot snapshot)
    {
        var named = snapshot.Summary.GetValueOrDefault(Removed, "");
        if (!snapshot.Summary.ContainsKey(Attempts) || named.Contains(More, StringComparison.Ordinal) || named.Contains('/'))
            return null;
        return named.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    static void Name(SortedDictionary<string, string> summary, string key, IReadOnlyList<ListedManifest> manifests)
    {
        if (manifests.Count == 0)
            return;
        var named = string.Join(' ', manifests.Take(MostNamed).Select(manifest => manifest.Attempt?.Run ?? manifest.Path));
        summary[key] = manifests.Count <= MostNamed ? named : $"{named}{More}{Text(manifests.Count - MostNamed)} more";
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

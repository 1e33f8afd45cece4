using System.Globalization;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Core.Models;

/// <summary>
/// Binds what a snapshot shows to what it was built from: the versions of datasets, whose fingerprints have the receipts of their runs, and
/// each model's definition and files.
/// </summary>
/// <remarks>A snapshot that is shown again under another id keeps its root.</remarks>
public static class SnapshotReceipt
{
    /// <summary>The Merkle root that a snapshot must have. Names are in ordinal order.</summary>
    public static string RootOf(Snapshot snapshot) => Convert.ToHexStringLower(MerkleTree.Root([.. LeavesOf(snapshot)]));

    static IEnumerable<byte[]> LeavesOf(Snapshot snapshot)
    {
        foreach (var (name, value) in InOrder(snapshot.Settings))
            yield return LeafText.Of("setting", name, value);
        foreach (var (domain, date) in InOrder(snapshot.AsOf))
            yield return LeafText.Of("as of", domain, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (var (name, dataset) in InOrder(snapshot.Datasets))
        {
            yield return LeafText.Of("dataset", name, dataset.Fingerprint);
            foreach (var segment in dataset.Segments ?? [])
                yield return LeafText.Of("segment", name, segment.Prefix, segment.Id, segment.Seal);
            foreach (var pack in dataset.Packs ?? [])
                yield return LeafText.Of("pack", name, pack.Key, pack.Seal);
        }

        foreach (var (name, model) in InOrder(snapshot.Models))
        {
            yield return LeafText.Of("model", name, model.BuiltIn, model.Hash, model.Definition, model.Rows, model.Bytes);
            foreach (var (index, part) in model.Parts.Index())
                yield return LeafText.Of("file", part, model.Digests?.ElementAtOrDefault(index));
        }
    }

    static IEnumerable<KeyValuePair<string, T>> InOrder<T>(IReadOnlyDictionary<string, T> named) =>
        named.OrderBy(one => one.Key, StringComparer.Ordinal);
}

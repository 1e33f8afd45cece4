using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Core.Runs.Records;

/// <summary>
/// Binds what an attempt read to what it wrote. It is a part of the attempt's result, and a manifest entry names its root.
/// </summary>
/// <param name="Root">The Merkle root over run, source, ledger and files: <see cref="RootOf"/>.</param>
/// <param name="ContractVersion">The version that the source was read by.</param>
public sealed record RunReceipt(string Root, string Dataset, int ContractVersion, SourceReceipt Source)
{
    /// <summary>The receipt of an attempt; null if an older release transformed chunks of it.</summary>
    /// <exception cref="TerminalException"><c>LedgerMismatch</c>: some bytes of the source were not hashed.</exception>
    public static RunReceipt? Of(RunRecord run, FilePlan plan, RunResult result, IReadOnlyList<ChunkManifest> manifests)
    {
        if (manifests.Count == 0 || manifests.Any(manifest => manifest.Leaves is null))
            return null;
        var layout = ChunkLeaves.LayoutOf(plan, run.Source);
        var leaves = manifests.SelectMany(manifest => manifest.Leaves!).ToList();
        if (leaves.Count != layout.Count)
            throw new TerminalException(
                ProblemCode.LedgerMismatch, $"{leaves.Count} of {layout.Count} pieces of the source were hashed.");
        var source = SourceReceipt.Of(run, layout, SourceLayout.RootOf(leaves));
        return new RunReceipt("", run.Dataset, run.ContractVersion, source).For(result);
    }

    /// <summary>The receipt with the root that it has with a result.</summary>
    /// <inheritdoc cref="RootOf"/>
    public RunReceipt For(RunResult result, RunPack? pack = null) => this with { Root = RootOf(result, pack) };

    /// <summary>The root that a result must have.</summary>
    /// <param name="pack">The pack that a batch wrote its rows to; null if it has files of its own, or no rows.</param>
    public string RootOf(RunResult result, RunPack? pack = null)
    {
        var ledger = result.Ledger;
        var codes = ledger.RejectsByCode.Select(code => (Code: code.Key.ToString(), code.Value))
            .OrderBy(code => code.Code, StringComparer.Ordinal)
            .SelectMany(code => new object?[] { code.Code, code.Value });
        byte[][] leaves =
        [
            LeafText.Of("run", result.RunId, result.Attempt, Dataset, ContractVersion),
            LeafText.Of(
                "source", Source.Key, Source.Version, Source.Corrects, Source.Size, Source.Head, Source.LeafBytes, Source.Check,
                Source.Root),
            LeafText.Of(
                [
                    "ledger", ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines, ledger.RepeatedKeys,
                    ledger.Erased > 0 ? ledger.Erased : null, result.DecodedBytes, .. codes,
                ]),
            .. result.Parts.Select(part => LeafText.Of("part", part.Key, part.Partition, part.Rows, part.Bytes, part.Digest)),
            .. result.Rejects.Select(part => LeafText.Of("rejects", part.Key, part.Rows, part.RowsBefore, part.Digest)),
            .. (result.Keys ?? []).Select(part => LeafText.Of("keys", part.Key, part.Rows, part.Bytes, part.Digest)),
        ];
        if (pack is not null)
            leaves = [.. leaves, LeafText.Of("pack", pack.Key, pack.Seal)];
        return Convert.ToHexStringLower(MerkleTree.Root(leaves));
    }
}

/// <summary>The source that an attempt read.</summary>
/// <param name="Head">See <see cref="SourceLayout"/>.</param>
/// <param name="Root">The Merkle root over its leaves.</param>
public sealed record SourceReceipt(string Key, string Version, long Size, long Head, long LeafBytes, PieceCheck Check, string Root)
{
    /// <summary>The run whose corrected rejects these rows are; null for an ordinary file.</summary>
    public string? Corrects { get; init; }

    public static SourceReceipt Of(RunRecord run, SourceLayout layout, string root) =>
        new(run.Source.Key, run.Source.Version, layout.Size, layout.Head, layout.LeafBytes, layout.Check, root) { Corrects = run.Corrects };

    public SourceLayout ToLayout() => new(Size, Head, LeafBytes, Check);
}

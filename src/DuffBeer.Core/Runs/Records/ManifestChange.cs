using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>One change of a manifest: reads the segments that it concerns, and writes those that differ afterwards.</summary>
/// <remarks>What it writes counts once the manifest names it. A try that lost a race leaves segments that nothing names.</remarks>
sealed class ManifestChange(IObjectStore lake, RunTree tree, IPackRewriter? packs)
{
    /// <summary>Segments written at the same time: a change of many runs concerns many.</summary>
    const int WritesAtATime = 16;

    readonly RunSegments _segments = new(lake);
    readonly EntryParts _parts = new(lake);

    /// <param name="Sets">The content of the concerned segments, by prefix; empty if the manifest lists the runs itself.</param>
    public sealed record Loaded(DatasetManifest Root, IReadOnlyDictionary<string, RunSet> Sets, PackedRuns Content);

    /// <param name="sourceKeys">Null for all.</param>
    public async Task<Loaded> LoadAsync(
        DatasetManifest root, IReadOnlyCollection<string>? sourceKeys, CancellationToken cancellationToken)
    {
        if (root.Segments is null)
            return new(root, new Dictionary<string, RunSet>(), new(root.ToSet(), root.Packs ?? []));
        var concerned = sourceKeys is null
            ? root.Segments
            : [.. sourceKeys.Select(key => RunTree.Find(root.Segments, key)).DistinctBy(segment => segment.Prefix)];
        var sets = await _segments.ReadAllAsync(root.Dataset, concerned, cancellationToken);
        return new(root, sets, new(RunSet.Union([.. sets.Values, root.ToSet()]), root.Packs ?? []));
    }

    /// <returns>The changed runs and packs as they are in force once the manifest is written, and that manifest.</returns>
    public async Task<(PackedRuns InForce, DatasetManifest Root)> WriteAsync(
        Loaded loaded, PackedRuns changed, string writeId, CancellationToken cancellationToken)
    {
        var root = loaded.Root;
        changed = await WithoutRowsAsync(root.Dataset, loaded.Content, changed, cancellationToken);
        changed = changed with { Runs = await _parts.CompleteAsync(changed.Runs, cancellationToken) };
        var next = root with { WriteId = writeId, Packs = changed.Packs.Count == 0 ? null : changed.Packs };
        if (root.Segments is null && changed.Runs.Size <= tree.Most)
            return (changed, next with { Runs = changed.Runs.Runs, Fences = changed.Runs.Fences });

        // Fences of older versions name no source key: they stay in the manifest until they expire.
        var placed = changed.Runs with { Fences = [.. changed.Runs.Fences.Where(fence => fence.SourceKey is not null)] };
        next = next with { Runs = ManifestRuns.InSegments, Fences = [.. changed.Runs.Fences.Where(fence => fence.SourceKey is null)] };
        var prefixes = root.Segments is null ? [""] : loaded.Sets.Keys;
        var leaves = tree.Split(prefixes, placed).ToDictionary(leaf => leaf.Prefix, leaf => leaf.Set, StringComparer.Ordinal);
        var others = (root.Segments ?? []).Where(segment => !loaded.Sets.ContainsKey(segment.Prefix)).ToList();
        if (leaves.Values.Sum(set => set.Size) != placed.Size)
            throw new TerminalException(ProblemCode.Internal, $"{root.Dataset}: a change has runs of source keys that it does not name.");
        await MergeAsync(root.Dataset, leaves, others, cancellationToken);
        if (others.Count == 0 && leaves.TryGetValue("", out var all) && tree.IsInline(all.Size))
            return (changed, next with { Runs = all.Runs, Fences = [.. next.Fences, .. all.Fences], Segments = null });

        var written = await SideBySide.SelectAsync(
            leaves, WritesAtATime, (leaf, running) => WriteAsync(loaded, leaf.Key, leaf.Value, running), cancellationToken);
        return (changed, next with { Segments = [.. others.Concat(written).OrderBy(segment => segment.Prefix, StringComparer.Ordinal)] });
    }

    /// <summary>Merges small leaves with their siblings, which are read where the change did not concern them.</summary>
    async Task MergeAsync(
        string dataset, Dictionary<string, RunSet> leaves, List<RunSegment> others, CancellationToken cancellationToken)
    {
        while (leaves.Keys.FirstOrDefault(IsSmall) is { } small)
        {
            var sibling = RunTree.SiblingOf(small)!;
            if (!leaves.Remove(sibling, out var set))
            {
                var other = others.Find(segment => segment.Prefix == sibling)!;
                others.Remove(other);
                set = await _segments.ReadAsync(dataset, other, cancellationToken);
            }

            leaves.Remove(small, out var own);
            leaves[small[..^1]] = RunSet.Union([own!, set]);
        }

        bool IsSmall(string prefix) => RunTree.SiblingOf(prefix) is { } sibling
            && (leaves.TryGetValue(sibling, out var set) ? set.Size : others.Find(segment => segment.Prefix == sibling)?.Size) is { } size
            && tree.IsMerged(leaves[prefix].Size, size);
    }

    Task<RunSegment> WriteAsync(Loaded loaded, string prefix, RunSet set, CancellationToken cancellationToken)
    {
        var (root, before) = (loaded.Root, loaded.Root.Segments ?? []);
        if (loaded.Sets.TryGetValue(prefix, out var old) && old.IsSame(set))
            return Task.FromResult(before.First(segment => segment.Prefix == prefix));
        var replaced = before.Where(segment => RunTree.Overlap(segment.Prefix, prefix)).Select(segment => segment.Id);
        return _segments.WriteAsync(
            root.Dataset, prefix, set, root.Segments is null ? root.WriteId : string.Join(' ', replaced), cancellationToken);
    }

    /// <summary>The rows of runs that leave their pack leave it in the same write: the pack is replaced by one without them.</summary>
    async Task<PackedRuns> WithoutRowsAsync(
        string dataset, PackedRuns before, PackedRuns changed, CancellationToken cancellationToken)
    {
        var stay = changed.Runs.Runs.Where(run => run.Pack is not null).Select(run => (run.RunId, run.Attempt, run.Pack)).ToHashSet();
        var left = before.Runs.Runs.Where(run => run.Pack is not null && !stay.Contains((run.RunId, run.Attempt, run.Pack)))
            .GroupBy(run => run.Pack!, run => new PackedRun(run.RunId, run.Attempt));
        foreach (var runs in left)
        {
            var pack = before.Packs.First(pack => pack.Id == runs.Key);
            // The change has replaced the pack itself.
            if (changed.Packs.All(other => other.Key != pack.Key))
                continue;
            var rewriter = packs ?? throw new TerminalException(
                ProblemCode.Internal,
                $"{dataset}: the rows of {runs.First().RunId} are in the pack {pack.Id}, which cannot be written again here.");
            var rest = await rewriter.WithoutAsync(dataset, pack, [.. runs], cancellationToken);
            var others = changed.Packs.Where(other => other.Key != pack.Key);
            changed = changed with { Packs = rest is null ? [.. others] : [.. others, rest] };
        }

        if (stay.FirstOrDefault(run => changed.Packs.All(pack => pack.Id != run.Pack)) is { Pack: { } missing })
            throw new TerminalException(ProblemCode.Internal, $"{dataset}: runs name the pack {missing}, which is not among its packs.");
        return changed;
    }
}

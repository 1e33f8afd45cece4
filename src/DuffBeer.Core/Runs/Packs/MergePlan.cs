namespace DuffBeer.Core.Runs.Packs;

/// <summary>Decides which runs and packs of a dataset are merged.</summary>
/// <remarks>
/// A pack joins only where the result is at least twice as large, and a merge makes at most one file of several. So however often it is
/// decided, a row is written again only as often as its pack can double before its files are large enough.
/// </remarks>
static class MergePlan
{
    /// <param name="runs">In their order.</param>
    public static IReadOnlyList<IReadOnlyList<Piece>> Of(
        IReadOnlyList<Piece> runs, IReadOnlyList<Piece> packs, MergeSizes sizes)
    {
        var merges = new List<IReadOnlyList<Piece>>();
        var pieces = runs.Concat(packs).ToLookup(piece => piece.PartitionedBy);
        foreach (var alike in pieces.OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            var groups = Groups(alike.Where(piece => piece.Pack is null && IsSmall(piece, sizes)), sizes);
            var small = alike.Where(piece => piece.Pack is not null && IsSmall(piece, sizes))
                .OrderBy(piece => piece.Bytes).ThenBy(piece => piece.Pack, StringComparer.Ordinal);
            // The last group may have room for packs.
            groups[^1] = Joined([.. small], groups[^1], sizes);
            merges.AddRange(groups.Where(group => IsWorthIt(group, sizes)));
        }

        return merges;
    }

    /// <summary>Whether the merge leaves far fewer files.</summary>
    public static bool IsWorthIt(IReadOnlyList<Piece> pieces, MergeSizes sizes) =>
        pieces.Count > 0 && pieces.Sum(piece => piece.Parts.Count) >= sizes.Fewer * MergedFile.Of(pieces, sizes).Count;

    static bool IsSmall(Piece piece, MergeSizes sizes) =>
        piece.Parts.Count > 0 && piece.Bytes < sizes.SmallFileBytes * piece.Parts.Count && piece.Runs.Count < sizes.PackRuns
        && piece.Bytes < sizes.MergeBytes;

    /// <summary>Runs one after the other, as many as fit one merge.</summary>
    static List<IReadOnlyList<Piece>> Groups(IEnumerable<Piece> runs, MergeSizes sizes)
    {
        var (groups, open, bytes) = (new List<IReadOnlyList<Piece>>(), new List<Piece>(), 0L);
        foreach (var run in runs)
        {
            if (open.Count == sizes.PackRuns || bytes + run.Bytes > sizes.MergeBytes)
            {
                groups.Add(open);
                (open, bytes) = ([], 0);
            }

            open.Add(run);
            bytes += run.Bytes;
        }

        groups.Add(open);
        return groups;
    }

    /// <summary>The group with as many of the smallest packs as may join it.</summary>
    static IReadOnlyList<Piece> Joined(IReadOnlyList<Piece> packs, IReadOnlyList<Piece> group, MergeSizes sizes)
    {
        for (var count = packs.Count; count > 0; count--)
        {
            IReadOnlyList<Piece> pieces = [.. packs.Take(count), .. group];
            var bytes = pieces.Sum(piece => piece.Bytes);
            if (packs[count - 1].Bytes <= bytes / 2 && bytes <= sizes.MergeBytes
                && pieces.Sum(piece => piece.Runs.Count) <= sizes.PackRuns && IsWorthIt(pieces, sizes))
                return pieces;
        }

        return group;
    }
}

using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Core.Runs.Records;

/// <summary>
/// Which leaves of a source one chunk checks: one leaf is one chunk of the plan, and the head is what comes before the first. A source that
/// must be decoded is one leaf.
/// </summary>
/// <param name="index">0-based index of the chunk.</param>
public sealed class ChunkLeaves(FilePlan plan, RunSource source, int index)
{
    readonly SourceLayout _layout = LayoutOf(plan, source);

    bool HasHead => _layout.Head > 0;

    int First => index == 0 ? 0 : index + (HasHead ? 1 : 0);

    int Own => index == 0 && HasHead ? 2 : 1;

    public static SourceLayout LayoutOf(FilePlan plan, RunSource source) => plan.Shape.Coding.IsPlain && plan.Length is { } length
        ? new(length, plan.DataStart, plan.ChunkBytes, plan.Check)
        : SourceLayout.OneLeaf(source.Size, plan.Check);

    /// <summary>The source, checked while it is read.</summary>
    public SourceDigest Begin(IByteSource source) => new(source, _layout, First, Own);

    /// <summary>Leaves that the chunk checks.</summary>
    /// <param name="next">Where the chunk after it begins. No chunk begins in a leaf that ends before.</param>
    public int CountTo(long next)
    {
        var count = Own;
        if (plan.Shape.Coding.IsPlain)
        {
            while (First + count < _layout.Count && _layout[First + count].End <= next)
                count++;
        }

        return count;
    }
}

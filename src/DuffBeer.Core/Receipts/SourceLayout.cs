using DuffBeer.Core.Chunks;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Receipts;

/// <summary>
/// How a source file is divided into leaves: its head, then pieces of equal size, the last one shorter. So the root needs only the file and
/// these numbers.
/// </summary>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Head">Bytes before the first piece; 0 for no head.</param>
/// <param name="LeafBytes">Bytes of a piece.</param>
/// <param name="Check">How a piece becomes a leaf.</param>
public sealed record SourceLayout(long Size, long Head, long LeafBytes, PieceCheck Check)
{
    /// <summary>The whole file as one leaf.</summary>
    public static SourceLayout OneLeaf(long size, PieceCheck check) => new(size, 0, Math.Max(1, size), check);

    public int Count => (Head > 0 ? 1 : 0) + Pieces;

    int Pieces => Size <= Head ? 0 : checked((int)((Size - Head - 1) / LeafBytes + 1));

    /// <summary>The bytes of a leaf.</summary>
    /// <param name="leaf">0-based.</param>
    public ByteRange this[int leaf]
    {
        get
        {
            if (Head > 0 && leaf == 0)
                return new(0, Math.Min(Head, Size));
            var start = Head + ((leaf - (Head > 0 ? 1 : 0)) * LeafBytes);
            return new(start, Math.Min(start + LeafBytes, Size));
        }
    }

    /// <summary>The root of a source that is there.</summary>
    public async Task<string> RootAsync(IByteSource source, CancellationToken cancellationToken)
    {
        var digest = new SourceDigest(source, this, 0);
        var leaves = await digest.LeavesAsync(Count, cancellationToken);
        return RootOf(leaves);
    }

    /// <param name="leaves">The hash of each leaf, in hexadecimal digits.</param>
    public static string RootOf(IEnumerable<string> leaves) =>
        Convert.ToHexStringLower(MerkleTree.Root([.. leaves.Select(Convert.FromHexString)]));
}

using System.Numerics;
using System.Security.Cryptography;

namespace DuffBeer.Core.Receipts;

/// <summary>The hash of a list, as RFC 6962 (section 2.1) defines it, with SHA-256.</summary>
/// <remarks>Leaves and nodes are hashed with different first bytes, so that no list passes for another one.</remarks>
public static class MerkleTree
{
    const byte LeafPrefix = 0;
    const byte NodePrefix = 1;

    /// <summary>Begins the hash of a leaf, for content that arrives in pieces.</summary>
    public static IncrementalHash BeginLeaf()
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        return hash;
    }

    public static byte[] Leaf(ReadOnlySpan<byte> content)
    {
        using var hash = BeginLeaf();
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    /// <summary>The root over hashes of leaves; of no leaves, the hash of nothing.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return leaves[0];
        // The left side has the largest power of two that leaves something to the right.
        var left = 1 << BitOperations.Log2((uint)(leaves.Length - 1));
        return SHA256.HashData([NodePrefix, .. Root(leaves[..left]), .. Root(leaves[left..])]);
    }
}

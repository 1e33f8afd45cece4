using System.IO.Hashing;
using System.Security.Cryptography;

namespace DuffBeer.Core.Receipts;

/// <summary>The leaf of a piece whose bytes arrive one after the other.</summary>
/// <remarks>With CRC-32, the content of the leaf is the checksum: 4 bytes, the least significant first.</remarks>
sealed class PieceHash(PieceCheck check) : IDisposable
{
    readonly Crc32? _checksum = check == PieceCheck.Crc32 ? new() : null;
    readonly IncrementalHash? _hash = check == PieceCheck.Sha256 ? MerkleTree.BeginLeaf() : null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _checksum?.Append(bytes);
        _hash?.AppendData(bytes);
    }

    /// <summary>The hash of the leaf; once, at the end.</summary>
    public byte[] Leaf() => _hash?.GetHashAndReset() ?? MerkleTree.Leaf(_checksum!.GetHashAndReset());

    public void Dispose() => _hash?.Dispose();
}

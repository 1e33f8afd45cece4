using System.Buffers;
using System.Security.Cryptography;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Receipts;

/// <summary>The SHA-256 of an object that is there already.</summary>
public static class FileDigest
{
    const int BlockBytes = 256 << 10;

    /// <summary>Reads the object once, without holding it.</summary>
    public static async Task<string> OfAsync(IObjectStore store, ObjectStat stat, CancellationToken cancellationToken)
    {
        await using var source = await store.OpenAsync(stat, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(stat.Size, 1, BlockBytes));
        try
        {
            for (long at = 0; await source.ReadAsync(at, block, cancellationToken) is > 0 and var read; at += read)
                hash.AppendData(block.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

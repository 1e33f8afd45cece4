using System.Buffers;

namespace DuffBeer.Aws.S3;

/// <summary>
/// A pool for the bytes of parts and of reads ahead. The shared pool would keep an array of each size per thread: too many
/// of such a size.
/// </summary>
static class Buffers
{
    const int Largest = 64 << 20;
    const int KeptOfASize = 4;

    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, KeptOfASize);
}

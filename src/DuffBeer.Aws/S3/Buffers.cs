using System.Buffers;

namespace DuffBeer.Aws.S3;

/// <summary>A pool for the buffers of parts and of reads ahead.</summary>
/// <remarks>The shared pool would keep an array of each size per thread, which is too much memory at these sizes.</remarks>
static class Buffers
{
    const int Largest = 64 << 20;
    const int KeptOfASize = 4;

    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, KeptOfASize);
}

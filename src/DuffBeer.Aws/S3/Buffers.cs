using System.Buffers;

namespace DuffBeer.Aws.S3;

/// <summary>Where the bytes of parts and of reads ahead lie. The process's shared pool keeps an array of each size for every thread: too many of such a size.</summary>
static class Buffers
{
    const int Largest = 64 << 20;
    const int KeptOfASize = 4;

    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, KeptOfASize);
}

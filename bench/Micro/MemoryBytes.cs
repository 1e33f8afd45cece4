using DuffBeer.Core.Csv;

namespace DuffBeer.Bench.Micro;

/// <summary>A source that is in memory, so that only what is done with its bytes is measured.</summary>
sealed class MemoryBytes(byte[] bytes) : IByteSource
{
    public long? Length => bytes.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        bytes.AsMemory((int)Math.Min(offset, bytes.Length), count).CopyTo(buffer);
        return new(count);
    }

    public ValueTask DisposeAsync() => default;
}

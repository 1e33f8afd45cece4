using DuffBeer.Core.Csv;

namespace DuffBeer.Tests.Shared;

/// <summary>A file that is in memory.</summary>
sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes) : IByteSource
{
    public long? Length => bytes.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        if (count > 0)
            bytes.Slice((int)offset, count).CopyTo(buffer);
        return new(count);
    }

    public ValueTask DisposeAsync() => default;
}

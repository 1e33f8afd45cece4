using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>A whole source in memory: for rows just made, and for tests and measurements without a store.</summary>
/// <remarks>The bytes are not copied, so changing them changes the source. Reading after the end returns nothing.</remarks>
public sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes) : IByteSource
{
    public long? Length => bytes.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = (int)Math.Clamp(bytes.Length - offset, 0, buffer.Length);
        if (count > 0)
            bytes.Slice((int)offset, count).CopyTo(buffer);
        return new(count);
    }

    public ValueTask DisposeAsync() => default;
}

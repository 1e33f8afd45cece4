using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>A whole source that is in memory: for rows that were just made, and for what is to be tried or measured without a store.</summary>
/// <remarks>The bytes are not copied; whoever changes them changes the source. An offset behind the end reads nothing.</remarks>
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

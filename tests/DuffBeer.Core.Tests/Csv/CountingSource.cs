using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Csv;

/// <summary>A file in memory that records its reads and, like a decoded source, can only be read forward.</summary>
sealed class CountingSource(byte[] file) : IByteSource
{
    readonly MemoryByteSource _bytes = new(file);

    public long? Length => null;

    /// <summary>Offset after the last byte read.</summary>
    public long ReadTo { get; private set; }
    public long BytesRead { get; private set; }
    public int LargestRequest { get; private set; }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Assert.True(offset >= ReadTo, $"Went back from {ReadTo} to {offset}.");
        Assert.False(buffer.IsEmpty, "Asked for nothing.");
        await Task.Yield();
        var read = await _bytes.ReadAsync(offset, buffer, cancellationToken);
        ReadTo = offset + read;
        BytesRead += read;
        LargestRequest = Math.Max(LargestRequest, buffer.Length);
        return read;
    }

    public ValueTask DisposeAsync() => default;
}

namespace DuffBeer.Core.Ports;

/// <summary>The bytes of one version of one object, by absolute offset.</summary>
/// <remarks>A decoded source (gzip, UTF-16, …) is sequential and does not know its length before the end.</remarks>
public interface IByteSource : IAsyncDisposable
{
    /// <summary>Total bytes; null if unknown before the end.</summary>
    long? Length { get; }

    /// <summary>
    /// Fills the buffer from <paramref name="offset"/>. Reads fewer bytes than requested only at the end, and 0 only there.
    /// </summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}

namespace DuffBeer.Core.Ports;

/// <summary>The bytes of one version of one object, by absolute offset.</summary>
/// <remarks>A decoded source (gzip, UTF-16, …) can only be read in order and does not know its length before its end.</remarks>
public interface IByteSource : IAsyncDisposable
{
    /// <summary>Bytes in all; null where only reading tells.</summary>
    long? Length { get; }

    /// <summary>Fills the buffer from <paramref name="offset"/>. Fewer bytes than asked for come only at the end, 0 only there.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}

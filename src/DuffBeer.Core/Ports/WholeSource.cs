namespace DuffBeer.Core.Ports;

/// <summary>Reads small objects whole.</summary>
public static class WholeSource
{
    /// <param name="size">Bytes of the object; fewer are returned if it ends earlier.</param>
    public static async Task<byte[]> ReadAllAsync(this IByteSource source, long size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var content = new byte[size];
        var read = 0;
        while (read < content.Length && await source.ReadAsync(read, content.AsMemory(read), cancellationToken) is > 0 and var count)
            read += count;
        return read == content.Length ? content : content[..read];
    }
}

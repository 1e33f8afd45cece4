namespace DuffBeer.Core.Chunks;

/// <summary>
/// Bytes [<paramref name="Start"/>, <paramref name="End"/>) of a file; an end of <see cref="long.MaxValue"/> is the end of the file.
/// </summary>
public sealed record ByteRange(long Start, long End);
